#!/usr/bin/env bash
# Writes the list of public members of each package anew (src/*/PublicAPI.Unshipped.txt), which the build then guards: a member that is
# added, changed or lost without its line ends the build. Run it after a change of the surface that is meant, and look at the diff.
#   scripts/public-api.sh [PROJECT...]      all packages when none is named
# What a version has shipped moves by hand to PublicAPI.Shipped.txt, which is left as it is here.
set -euo pipefail
cd "$(dirname "$0")/.."
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation="${UseSharedCompilation:-false}" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

projects=("$@")
if [ ${#projects[@]} -eq 0 ]; then
    for folder in src/*/; do
        name=$(basename "$folder")
        # the tool has no public members, and linked source is no package
        [ ! -f "$folder/$name.csproj" ] || grep -q '<OutputType>Exe' "$folder/$name.csproj" || projects+=("$name")
    done
fi

for name in "${projects[@]}"; do
    folder="src/$name"
    shipped="$folder/PublicAPI.Shipped.txt" unshipped="$folder/PublicAPI.Unshipped.txt"
    [ -f "$shipped" ] || echo '#nullable enable' >"$shipped"
    echo '#nullable enable' >"$unshipped"
    log=$(mktemp)
    # every member without a line is a warning that says the line; it has to be compiled anew to say so
    rm -f "$folder/obj/Release/net10.0/$name.dll"
    if ! dotnet build "$folder" -c Release -v m -p:TreatWarningsAsErrors=false >"$log" 2>&1; then
        grep -E ': error ' "$log" | sort -u >&2 || cat "$log" >&2
        echo "$name does not build: its list is empty now, run this again when it does." >&2
        exit 1
    fi
    sed -n "/src.$name./s/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" "$log" | LC_ALL=C sort -u >>"$unshipped"
    rm "$log"
    echo "$name: $(($(wc -l <"$unshipped") - 1)) members"
done
