# Sourced by the other scripts: installing what is missing, and nothing that is there already.

cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() { printf 'error: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif [ -t 0 ]; then sudo "$@"
  else sudo -n "$@" # nobody is there to type a password: fail rather than wait
  fi
}

# Says what to install when this machine does not let us do it.
can_install() {
  have apt-get || fail "no apt here; please install by other means what Debian calls: $*"
  [ "$(id -u)" -eq 0 ] || have sudo || fail "neither root nor sudo; please have installed: $*"
}

apt_quiet() {
  local log
  log=$(mktemp)
  if ! as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -y -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

apt_knows() { [ -n "$(apt-cache --names-only search "^$1\$" 2>/dev/null)" ]; }

# The package lists are fetched only when a wanted name (a pattern) is not in them.
apt_lists() {
  local wanted
  for wanted in "$@"; do
    apt_knows "$wanted" && continue
    echo "fetching package lists (for $wanted)"
    apt_quiet update || fail "apt-get update did not work"
    return
  done
}

apt_install() {
  can_install "$@"
  apt_lists "$@"
  echo "installing: $*"
  # A second try with new lists: old ones name files that the mirror no longer has.
  apt_quiet install --no-install-recommends "$@" ||
    { apt_quiet update && apt_quiet install --no-install-recommends "$@"; } ||
    fail "apt could not install: $*"
}
