#!/usr/bin/env bash
# Installs what the tests and samples use from the system, on Debian and Ubuntu, and nothing that is there already:
#   ffmpeg             reads videos
#   poppler-utils      reads PDF files
#   fonts-dejavu-core  a font to draw test pictures with
# With the argument "tests" also what only tests drive:
#   chromium           pages of a browser
#   xvfb, xdotool, xinput, openbox, zenity  a desktop without a monitor, and programs on it
#   adb                the server that Android devices are reached through
#   postgresql         keeps the jobs of many silos
#   gcc                links a program that is compiled ahead of time
#   nodejs, npm        run clients that are written in JavaScript; tests skip those that want a newer one than there is
# Elsewhere it says what is missing and leaves installing to you.
set -euo pipefail

missing=()
command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null || missing+=(ffmpeg)
command -v pdftoppm >/dev/null && command -v pdfinfo >/dev/null || missing+=(poppler-utils)
[ -n "$(find /usr/share/fonts /usr/local/share/fonts "${HOME:-/}/.local/share/fonts" -name DejaVuSans.ttf -print -quit 2>/dev/null)" ] || missing+=(fonts-dejavu-core)
if [ "${1:-}" = tests ]; then
    for package in chromium Xvfb xdotool xinput openbox zenity adb; do
        command -v "$package" >/dev/null || missing+=("${package,,}")
    done
    command -v node >/dev/null || missing+=(nodejs)
    command -v npx >/dev/null || missing+=(npm)
    compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
    command -v clang >/dev/null || command -v gcc >/dev/null || missing+=(gcc libc6-dev)
fi
if [ ${#missing[@]} -eq 0 ]; then
    echo "System packages: everything is there."
    exit 0
fi

if ! command -v apt-get >/dev/null; then
    echo "System packages: please install ${missing[*]} (there is no apt-get here to do it)." >&2
    exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "System packages: please run this as root, or install ${missing[*]} yourself." >&2
        exit 1
    fi
    as_root=(sudo)
fi

echo "System packages: installing ${missing[*]}."
"${as_root[@]}" apt-get update -qq || echo "System packages: the list could not be brought up to date; trying with the one at hand." >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
echo "System packages: done."
