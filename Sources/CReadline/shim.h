// GNU readline, and what of it Swift cannot reach: its settings are global variables, its completions an array of C's.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>
#include <readline/history.h>

/// Names the program for ~/.inputrc, and sets who completes words and who is asked ten times a second while nothing is typed.
static inline void ringside_readline_start(
    const char *name, char **(*complete)(const char *, int, int), int (*idle)(void)) {
    rl_readline_name = name;
    rl_attempted_completion_function = complete;
    rl_basic_word_break_characters = " \t;";
    rl_completer_word_break_characters = " \t;";
    rl_event_hook = idle;
}

/// Gives the line up: readline returns an empty one.
static inline void ringside_readline_abandon(void) {
    rl_replace_line("", 1);
    rl_done = 1;
}

/// The newest line of the history; none if there is none.
static inline const char *ringside_readline_newest(void) {
    HIST_ENTRY *entry = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
    return entry ? entry->line : NULL;
}

/// What has been typed so far.
static inline const char *ringside_readline_line(void) { return rl_line_buffer; }

/// The candidates, one a line, as readline wants them: first what they have in common, then each. There is nothing else to
/// complete with. Readline frees what is made here.
static inline char **ringside_readline_matches(const char *candidates) {
    rl_attempted_completion_over = 1;
    size_t length = strlen(candidates), count = length > 0, common = strcspn(candidates, "\n");
    if (count == 0) return NULL;
    rl_completion_append_character = candidates[length - 1] == '/' ? 0 : ' ';
    for (const char *c = candidates; *c; c++) count += *c == '\n';
    char **matches = calloc(count + 2, sizeof *matches);
    if (!matches) return NULL;
    for (size_t i = 1; i <= count; i++) {
        size_t size = strcspn(candidates, "\n"), same = 0;
        matches[i] = strndup(candidates, size);
        while (same < common && same < size && candidates[same] == matches[1][same]) same++;
        common = same;
        candidates += size + 1;
    }
    matches[0] = strndup(matches[1], common);
    // A single candidate stands alone.
    if (count == 1) {
        free(matches[1]);
        matches[1] = NULL;
    }
    return matches;
}
