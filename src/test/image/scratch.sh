#!/bin/sh
# Does what src/main/docker/Dockerfile says where there is no engine: makes its folders in a scratch root with the machine's
# own /usr under it, runs its RUN there, and starts its ENTRYPOINT as Kubernetes does: with its user, no rights, a root that
# cannot be written, and nothing else that can but the data and /tmp. Needs root, Linux, and a JDK 25.
#
#   src/test/image/scratch.sh JDK FOLDER [ARGUMENT…]
#
# builds below FOLDER, and then runs `./sluice ARGUMENT…`, or what CMD says.
set -eu

[ "$#" -ge 2 ] || { echo 'scratch.sh: JDK FOLDER [ARGUMENT…]' >&2; exit 2; }
jdk=$1
mkdir -p "$2"
place=$(cd "$2" && pwd)
shift 2
cd "$(dirname "$0")/../../.."
file=src/main/docker/Dockerfile

if [ "${SCRATCH_INSIDE:-}" != yes ]; then
  [ "$(id -u)" = 0 ] || { echo 'scratch.sh: needs root, for mounts of its own' >&2; exit 1; }
  for tool in unshare setpriv chroot mount; do
    command -v "$tool" >/dev/null || { echo "scratch.sh: needs $tool (Debian: apt install util-linux)" >&2; exit 1; }
  done
  [ -x "$jdk/bin/java" ] || { echo "scratch.sh: there is no $jdk/bin/java" >&2; exit 1; }
  SCRATCH_INSIDE=yes exec unshare --mount --pid --fork --kill-child "$0" "$jdk" "$place" "$@"
fi

root=$place/root
data=$place/data
mkdir -p "$root" "$data"
mount --make-rprivate /
mount -t tmpfs -o mode=0755 root "$root"

# The base: a JVM and what a shell needs.
mkdir -p "$root/usr" "$root/opt/java/openjdk" "$root/etc/ssl" "$root/proc" "$root/dev" "$root/tmp"
for folder in usr etc/ssl; do
  mount --rbind "/$folder" "$root/$folder"
  mount -o remount,bind,ro "$root/$folder"
done
for link in bin sbin lib lib64; do
  [ ! -e "/$link" ] || ln -s "usr/$link" "$root/$link"
done
mount --rbind "$jdk" "$root/opt/java/openjdk"
mount -t proc proc "$root/proc"
for device in null zero random urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount -t tmpfs -o mode=1777 tmp "$root/tmp"
printf 'root:x:0:0::/:/bin/sh\n' >"$root/etc/passwd"
export JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/sbin:/usr/bin:/bin

# One instruction a line.
instructions() {
  sed -e '/^#/d' -e ':join' -e '/\\$/{N;s/\\\n */ /;b join' -e '}' "$file" | grep "^$1 " | cut -d' ' -f2-
}

work=$(instructions WORKDIR)
mkdir -p "$root$work"
export "$(instructions ENV | tr ' ' '\n' | grep '^HOME=')"
options=$(instructions ENV | tr ' ' '\n' | sed -n 's/^JAVA_OPTS=//p')
export JAVA_OPTS="$options ${SCRATCH_JAVA_OPTS:-}"

instructions COPY | while read -r line; do
  # The last word is where to, and all before it what.
  to=$root$work/${line##* }
  for from in ${line% *}; do
    case $from in
      */) mkdir -p "$to" && cp -a "$from." "$to" ;;
      *) mkdir -p "$(dirname "${to}x")" && cp -a "$from" "$to" ;;
    esac
  done
done
chown -R 0:0 "$root$work"
instructions RUN | while read -r line; do
  chroot "$root" /bin/sh -ec "cd $work && $line" >&2
done

# As the pod: volumes over the data and /tmp, and the rest read-only.
volume=$(instructions VOLUME)
user=$(instructions USER)
chown "$user" "$data"
mount --bind "$data" "$root$volume"
mount -t tmpfs -o mode=1777,size=256m tmp "$root/tmp"
mount -o remount,ro "$root"
[ "$#" -gt 0 ] || set -- $(instructions CMD | tr -d '[],"')
entry=$(instructions ENTRYPOINT | tr -d '[]"')
exec chroot "$root" setpriv --reuid="${user%:*}" --regid="${user#*:}" --clear-groups --no-new-privs --bounding-set=-all \
  --inh-caps=-all sh -c "cd $work && exec \"\$@\"" sh "$entry" "$@"
