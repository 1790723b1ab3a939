#!/bin/sh
# A door bell: writes to everybody whose name has a word in it.
#
#   earshot key create "Door bell" --scopes bot
#   EARSHOT_URL=https://192.168.1.20:5443 EARSHOT_KEY=ek_... EARSHOT_CA=earshot-ca.crt \
#     ./doorbell.sh kitchen "Somebody is at the door"
#
# Whoever hears from it for the first time is asked, and has two minutes to accept; ring again then. The certificate of the server's
# authority is at http://192.168.1.20:5443/earshot-ca.crt. Needs curl and nothing else.
set -eu

: "${EARSHOT_URL:?is the address of the server}" "${EARSHOT_KEY:?is the key}" "${EARSHOT_CA:?is the file of the authority}"
word=${1:?whom to tell: a word of their name}
text=${2:-Somebody is at the door}

# The key goes in by standard input: what stands on the command line, everybody on this computer can read.
ask() {
  path=$1
  shift
  printf 'header = "Authorization: Bearer %s"\n' "$EARSHOT_KEY" |
    curl --silent --show-error --max-time 10 --config - --cacert "$EARSHOT_CA" \
      --header 'Content-Type: application/json' "$@" "$EARSHOT_URL$path"
}
# As the inside of a JSON string: without control characters, with quotes and backslashes escaped.
json() {
  printf '%s' "$1" | tr -d '[:cntrl:]' | sed 's/\\/\\\\/g; s/"/\\"/g'
}
code() {
  printf '%s' "$1" | sed -n 's/^{"error":{"code":"\([a-z_]*\)".*/\1/p'
}

answer=$(ask /api/appear --data '{}')
if [ -n "$(code "$answer")" ]; then
  echo "The server says: $(code "$answer")" >&2
  exit 1
fi

told=0
for id in $(ask /api/people --get --data-urlencode "search=$word" | grep -o '"id":"[0-9A-Z]*"' | cut -d '"' -f 4); do
  # Who accepted this bell before the server was started anew is accepted again; who did not is asked.
  ask /api/consent --data "{\"peer\":\"$id\",\"consent\":\"accepted\"}" >/dev/null
  answer=$(ask /api/send --data "{\"to\":\"$id\",\"text\":\"$(json "$text")\"}")
  case $(code "$answer") in
    '') told=$((told + 1)) ;;
    not_accepted) ask /api/ask --data "{\"to\":\"$id\",\"note\":\"$(json "$text")\"}" >/dev/null ;;
    *) echo "Not told $id: $(code "$answer")" >&2 ;;
  esac
done
echo "Told: $told"
