#!/usr/bin/env bash
# make-zip.sh ASSIGNMENT_FOLDER [OUT.zip]: makes an autograder to be uploaded to Gradescope.
# RINGSIDE=PATH takes a program that is there, instead of building one. It must have Swift's runtime in it.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)

if [ $# -lt 1 ] || [ $# -gt 2 ] || [ ! -f "$1/assignment.yml" ]; then
    echo "usage: make-zip.sh ASSIGNMENT_FOLDER [OUT.zip]; the folder has an assignment.yml" >&2
    exit 64
fi
assignment=$(cd "$1" && pwd)
out=$(realpath -m "${2:-$(basename "$assignment").zip}")

if [ -z "${RINGSIDE:-}" ]; then
    build=(swift build -c release --static-swift-stdlib --product ringside --package-path "$root" --scratch-path "$root/.build-static")
    "${build[@]}"
    RINGSIDE=$("${build[@]}" --show-bin-path)/ringside
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
install -m 755 "$here/setup.sh" "$here/run_autograder" "$RINGSIDE" "$work"
[ "$(basename "$RINGSIDE")" = ringside ] || mv "$work/$(basename "$RINGSIDE")" "$work/ringside"

# Solutions too, right and wrong ones: the grader reads no assignment without them.
mkdir "$work/assignment"
for part in assignment.yml starter solution wrong tests; do
    [ ! -e "$assignment/$part" ] || cp -R "$assignment/$part" "$work/assignment"
done

# What is uploaded must work: the solution passes.
"$work/ringside" grade "$work/assignment" "$work/assignment/solution" >"$work/log" || { cat "$work/log" >&2; exit 1; }
rm "$work/log"

# The times of the files are fixed, so that the same program and assignment make the same zip.
find "$work" -exec touch -d '2000-01-01 00:00:00 UTC' {} +
rm -f "$out"
(cd "$work" && find . -type f | LC_ALL=C sort | TZ=UTC zip -q -X -@ "$out")
echo "$out"
