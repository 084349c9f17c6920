#!/bin/sh
# Makes the secrets that docker-compose.yml names, each once: what is there stays as it is, so that running this again
# adds only what a newer version needs. Without an argument they go to deploy/secrets.
#
# Compose mounts each file into the containers that may have it, with the owner and the mode that it has here. The
# processes run as accounts of their own, so the files are readable by all; and the folder lets nobody but its owner
# through, which is what keeps them secret on this machine.
set -eu
umask 077

services='objects triggers jobs operations sites metadata'
folder="${1:-$(dirname "$0")/secrets}"

random() {
  secret="$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
  if [ "${#secret}" -ne 48 ]; then
    echo 'make-secrets: /dev/urandom gives no random bytes' >&2
    exit 1
  fi
  echo "$secret"
}

# keep NAME TEXT: writes a secret whole or not at all, unless it is there.
keep() {
  if [ -e "$folder/$1" ]; then return 0; fi
  rm -f "$folder/.draft"
  printf '%s\n' "$2" >"$folder/.draft"
  chmod 444 "$folder/.draft"
  mv "$folder/.draft" "$folder/$1"
  echo "made $1"
}

kept() {
  cat "$folder/$1"
}

mkdir -p "$folder"
chmod 700 "$folder"

for name in postgres-password admin-password runtime-client-secret nats-services-password nats-runtime-site-password; do
  fresh="$(random)"
  keep "$name" "$fresh"
done
keep admin-database-url "postgres://postgres:$(kept postgres-password)@postgres:5432/callboard"
for service in $services; do
  fresh="$(random)"
  keep "$service-password" "$fresh"
  keep "$service-database-url" "postgres://callboard_$service:$(kept "$service-password")@postgres:5432/callboard"
done
keep nats-passwords.conf "SERVICES_PASSWORD: \"$(kept nats-services-password)\"
RUNTIME_SITE_PASSWORD: \"$(kept nats-runtime-site-password)\""
