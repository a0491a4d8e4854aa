#!/usr/bin/env bash
# Makes what is shipped, in a directory: make.sh [DIR] [part...]; parts: node front image packages wheel sbom (all).
# The directory is made new but for what other parts of the same release left there. `./dev release` calls this.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=$(realpath -m "${1:-artifacts}")
[ $# -eq 0 ] || shift
parts=${*:-node front image packages wheel sbom}
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
# The same input gives the same archives, whenever they are made.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 0)
export SOURCE_DATE_EPOCH DOTNET_TieredPGO=0
work=$(mktemp -d)
base=
# What goes on beside the rest ends with it.
trap 'jobs=$(jobs -p); [ -z "$jobs" ] || kill $jobs 2>/dev/null; wait; rm -rf "$work"' EXIT
mkdir -p "$out"

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
wants() { case " $parts " in *" $1 "*) ;; *) return 1 ;; esac }
need() { local p; for p in "$@"; do command -v "$p" >/dev/null || fail "The program '$p' is missing: Debian has it in a package of that name."; done; }

# publish PROJECT RID: the program with all that it needs, in $work/publish/PROJECT-RID.
publish() {
  local target=$work/publish/$1-$2
  [ -d "$target" ] || {
    say "Publishing $1 for $2"
    # Beside the sources' own bin and obj: what was built for one machine must not be taken for another.
    dotnet publish "src/$1" -c Release -r "$2" --self-contained --artifacts-path "$work/build-$2" -p:RunAnalyzersDuringBuild=false \
      -p:UseSharedCompilation=false -v quiet -nologo -o "$target" >&2
    rm -f "$target"/*.xml "$target"/*.runtimeconfig.json
    chmod -R go=u-w "$target"
  }
}

# pack NAME DIRECTORY: an archive of it whose only folder is NAME.
pack() {
  tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
    --transform "s,^\.,$1," -C "$2" -czf "$out/$1.tar.gz" .
}

packs=()
program() {
  local rid
  for rid in ${RIDS:-linux-x64 linux-arm64}; do
    publish "$1" "$rid"
    cp LICENSE "$work/publish/$1-$rid/"
    [ "$1" = Api ] || cp samples/systemd/switchyard.service "$work/publish/$1-$rid/"
    # Beside what is made next: it has one core.
    pack "$2-$version-$rid" "$work/publish/$1-$rid" &
    packs+=($!)
  done
}

if wants image; then
  need mmdebstrap umoci
  # Beside all that follows: it waits for the network most of the time.
  release/base.sh "$work/base.tar" >"$work/base.log" 2>&1 &
  base=$!
fi
! wants node || program Silo switchyard-node
! wants front || program Api switchyard-front
if wants packages; then
  say "Packing the packages"
  for project in $(grep -l '<IsPackable>true' src/*/*.csproj); do
    dotnet pack "$project" -c Release --artifacts-path "$work/pack" -p:RunAnalyzersDuringBuild=false -p:UseSharedCompilation=false -v quiet -nologo -o "$out" >&2
  done
fi
if wants wheel; then
  say "Building the wheel"
  cp -r clients/python "$work/python"
  # Debian's own Python, setuptools and wheel: nothing is fetched.
  python=/usr/bin/python3
  [ -x "$python" ] || python=python3
  "$python" -m pip wheel --quiet --no-build-isolation --no-deps --no-index -w "$out" "$work/python" >&2
fi
if wants sbom; then
  say "Listing what is in it"
  dotnet tool restore >/dev/null
  # What the front end has is in the node, and what the client has in the tool.
  for list in switchyard-node:src/Silo/Silo.csproj switchyard-tool:src/Cli/Cli.csproj; do
    dotnet dotnet-CycloneDX "${list#*:}" -o "$work" -fn sbom.json -F Json -spv 1.6 -ns -rs -sn "${list%%:*}" -sv "$version" -st Application >&2
    mv "$work/sbom.json" "$out/${list%%:*}-$version.cdx.json"
  done
fi
if wants image; then
  publish Silo linux-x64
  say "Making the image"
  wait "$base" || { cat "$work/base.log" >&2; fail "The base of the image could not be made."; }
  release/image.sh "$work/publish/Silo-linux-x64" "$version" "$out/switchyard-node-$version-linux-amd64.oci.tar" "$work/base.tar"
fi
for pack in "${packs[@]}"; do wait "$pack" || fail "An archive could not be written."; done
(cd "$out" && find . -maxdepth 1 -type f ! -name SHA256SUMS -printf '%P\n' | sort | xargs sha256sum > SHA256SUMS)
cat "$out/SHA256SUMS"
