#!/bin/sh
# What Playwright starts as its browser: Chromium inside the host whose namespaces LAN_HOST keeps (see lan-host.ts).
exec nsenter --target="$LAN_HOST" --mount --net --uts --ipc --pid="/proc/$LAN_HOST/ns/pid_for_children" --wdns=/ -- \
  "$LAN_CHROMIUM" "$@"
