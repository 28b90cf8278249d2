#!/bin/sh
# Copies files, and each library that one of them is linked to, into a folder that is to be an image's whole root.
# Usage: with-libraries.sh FOLDER FILE...
set -eu
folder=$1
shift
mkdir -p "$folder"
{
    printf '%s\n' "$@"
    # ldd fails for what is no program; that is no fault. A plugin is linked to libraries that the program is not.
    for file; do ldd "$file" 2> /dev/null || true; done | grep -o '/[^ :)]*'
} | sort -u | sed 's|^/||' > /tmp/files
tar --create --dereference --directory / --files-from /tmp/files | tar --extract --directory "$folder"
rm /tmp/files
