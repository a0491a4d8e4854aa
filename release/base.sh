#!/usr/bin/env bash
# base.sh ARCHIVE: what the image stands on, of Debian's packages. As root. It takes longer than all else, and needs nothing of ours.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "The base of the image is made by root alone." >&2; exit 1; }
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-0}
# No apt: Debian's essential packages, what .NET and TLS need, time zones for schedules, bubblewrap for runs that are kept apart.
mmdebstrap --quiet --variant=essential --include=ca-certificates,tzdata,libssl3,libstdc++6,zlib1g,bubblewrap \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  bookworm "$1"
