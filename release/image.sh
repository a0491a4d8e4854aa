#!/usr/bin/env bash
# image.sh PROGRAM VERSION ARCHIVE BASE: an OCI image of the node in a published directory, on the archive that base.sh made, without Docker.
# Its user is 10001, its data are in /data, its settings come from the environment or /work/appsettings.json.
set -euo pipefail
program=$(realpath "$1") version=$2 archive=$(realpath -m "$3") base=$4
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-0}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
image=$work/oci:$version

mkdir -p "$work/layer/app" "$work/layer/data" "$work/layer/work"
cp -r "$program/." "$work/layer/app/"
# As for any other: what runs must not be able to write its own program.
chown -R 0:0 "$work/layer"
chown 10001:10001 "$work/layer/data"
chmod 0700 "$work/layer/data"
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --numeric-owner -C "$work/layer" -cf "$work/app.tar" .

umoci init --layout "$work/oci"
umoci new --image "$image"
umoci raw add-layer --image "$image" "$base"
umoci raw add-layer --image "$image" "$work/app.tar"
umoci config --image "$image" --created "$(date -u -d "@$SOURCE_DATE_EPOCH" +%FT%TZ)" \
  --config.user 10001:10001 --config.workingdir /work --config.entrypoint /app/Switchyard.Silo --config.volume /data \
  --config.exposedports 5000/tcp --config.exposedports 11111/tcp --config.exposedports 30000/tcp \
  --config.env PATH=/usr/sbin:/usr/bin --config.env Urls=http://0.0.0.0:5000 --config.env Storage__DataDirectory=/data \
  --config.env MALLOC_ARENA_MAX=2 \
  --config.label org.opencontainers.image.title=switchyard-node --config.label "org.opencontainers.image.version=$version" \
  --config.label org.opencontainers.image.licenses=MIT
umoci gc --layout "$work/oci"
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -C "$work/oci" -cf "$archive" .
