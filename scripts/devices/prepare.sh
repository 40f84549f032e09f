#!/usr/bin/env bash
# Makes a machine able to run what it has no hardware for: prepare.sh webgpu | directml | arm.
# The first two run on Mesa's CPU Vulkan driver, DirectML's Windows libraries under Wine, Arm's programs under QEMU.
# Quiet when there is nothing to do; exit code 77 and one line when something cannot be had here.
# DirectML.dll is under Microsoft's own terms: it is downloaded for the test run and never becomes part of the repository.
set -euo pipefail
source "$(dirname "$0")/common.sh"

device="${1:-}"
case "$device" in
    webgpu) packages=(libvulkan1 mesa-vulkan-drivers) ;;
    directml) packages=(libvulkan1 mesa-vulkan-drivers wine wine64 libwine xvfb) ;;
    arm) packages=(qemu-user) ;;
    *) echo "usage: prepare.sh webgpu | directml | arm" >&2; exit 2 ;;
esac
[ "$(uname -sm)" = "Linux x86_64" ] || skip "$device needs Linux on x86-64 here, this is $(uname -sm)"
mkdir -p "$devices_cache/log"
log="$devices_cache/log/prepare.log"
: >"$log"

# One preparation at a time: two suites may start together.
exec 9>"$devices_cache/lock"
flock 9

installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_packages() {
    local missing=() name
    for name in "${packages[@]}"; do installed "$name" || missing+=("$name"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || skip "$device needs the Debian packages ${missing[*]}, and there is no apt-get"
    as_root true 2>>"$log" || skip "$device needs the Debian packages ${missing[*]}, which only root may install"
    as_root apt-get -q update >>"$log" 2>&1 || true # a list that is already there may do
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1 ||
        skip "the Debian packages ${missing[*]} cannot be installed ($log)"
}

# Mesa before 25 lacks what DirectML and WebGPU ask for: one gives wrong numbers with it, the other refuses the adapter.
mesa_minimum=25
major() { local version="${1#*:}"; echo "${version%%[.-]*}"; }

# Packages of the machine's own mirror are unpacked beside the system, not installed: a private apt configuration, derived from the
# machine's sources, leaves the system as it is. unpack FOLDER SUITE-SUFFIX ARCHITECTURE PACKAGE... ; 1 where they cannot be had.
unpack() {
    local folder=$1 suffix=$2 architecture=$3 work="$devices_cache/apt" key=/usr/share/keyrings/debian-archive-keyring.gpg suite uri
    shift 3
    rm -rf "$folder" "$work"
    mkdir -p "$folder" "$work/lists/partial" "$work/cache/archives/partial" "$work/packages"
    suite="$(. /etc/os-release && echo "${VERSION_CODENAME:-}")"
    uri="$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 2>>"$log" |
        awk -v suite="$suite" '$2 == suite && $3 == "main" && !uri { uri = $1 } END { print uri }')"
    [ -n "$uri" ] || skip "$device needs the packages $*, and apt's sources name no suite '$suite'"
    [ -f "$key" ] || key=
    echo "deb [arch=$architecture${key:+ signed-by=$key}] $uri $suite$suffix main" >"$work/sources.list"
    local apt=(apt-get -q -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null
        -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
        -o APT::Sandbox::User=root -o "APT::Architecture=$architecture" -o "APT::Architectures=$architecture")
    (cd "$work/packages" && "${apt[@]}" update && "${apt[@]}" download "$@") >>"$log" 2>&1 || return 1
    local package
    for package in "$work"/packages/*.deb; do dpkg-deb -x "$package" "$folder"; done
}

# Where the distribution's own Mesa is too old, the backports suite of the same mirror has one.
unpack_mesa() {
    [ ! -f "$mesa/ready" ] || return 0
    local system version package
    system="$(dpkg-query -W -f '${Version}' mesa-vulkan-drivers)"
    if [ "$(major "$system")" -ge $mesa_minimum ]; then
        rm -rf "$mesa"
        mkdir -p "$mesa"
        echo "/usr" >"$mesa/ready"
        return 0
    fi
    unpack "$mesa" -backports amd64 mesa-vulkan-drivers ||
        skip "Mesa $mesa_minimum is needed ($system is installed), and the backports suite does not give it ($log)"
    package="$(ls "$devices_cache"/apt/packages/mesa-vulkan-drivers_*.deb)"
    version="$(dpkg-deb -f "$package" Version)"
    [ "$(major "$version")" -ge $mesa_minimum ] || skip "Mesa $mesa_minimum is needed, the backports suite has $version"
    rm -rf "$devices_cache/apt"
    echo "$mesa/usr" >"$mesa/ready"
}

# What a self-contained .NET program asks of an Arm system.
unpack_arm() {
    [ ! -f "$arm_system/ready" ] || return 0
    unpack "$arm_system" "" arm64 libc6 libstdc++6 libgcc-s1 libssl3 zlib1g || skip "the libraries of an Arm system cannot be had ($log)"
    rm -rf "$devices_cache/apt"
    touch "$arm_system/ready"
}

write_driver() {
    local root json library
    root="$(cat "$mesa/ready")"
    json="$(ls "$root"/share/vulkan/icd.d/lvp_icd*.json 2>/dev/null | head -n 1)"
    library="$(find "$root/lib" -name libvulkan_lvp.so -print -quit)"
    [ -n "$json" ] && [ -n "$library" ] || skip "Mesa has no CPU Vulkan driver (lavapipe) in $root"
    # 'ldd' tells a driver that cannot be loaded (a missing LLVM, say) before it shows as "no adapter".
    ! ldd "$library" | grep -q 'not found' || skip "the Vulkan driver lacks $(ldd "$library" | awk '/not found/ { print $1 }' | xargs)"
    sed "s#\"library_path\": *\"[^\"]*\"#\"library_path\": \"$library\"#" "$json" >"$driver_json.new"
    mv "$driver_json.new" "$driver_json"
}

unpack_natives() {
    [ ! -f "$natives/ready" ] || return 0
    command -v npm >/dev/null || skip "npm is needed for onnxruntime-node $runtime_version"
    local work="$devices_cache/npm"
    rm -rf "$natives" "$work"
    mkdir -p "$work"
    (cd "$work" && npm pack --silent "onnxruntime-node@$runtime_version") >>"$log" 2>&1 ||
        skip "onnxruntime-node $runtime_version cannot be had from npm ($log)"
    tar -xzf "$work"/onnxruntime-node-*.tgz -C "$work"
    mkdir -p "$natives"
    mv "$work"/package/bin/napi-v*/win32/x64 "$natives/win-x64"
    mv "$work"/package/bin/napi-v*/linux/x64 "$natives/linux-x64"
    rm -rf "$work"
    touch "$natives/ready"
}

make_prefix() {
    [ ! -f "$wine_prefix/ready" ] || return 0
    [ -x "$wine" ] || skip "Wine's 64-bit loader is not at $wine"
    rm -rf "$wine_prefix"
    export_vulkan
    export_wine
    start_display
    trap 'stop_wine; stop_display' EXIT
    # Without mscoree and mshtml no dialogue asks to download Mono and Gecko; .NET programs need mscoree later.
    WINEDLLOVERRIDES="$WINEDLLOVERRIDES;mscoree=d;mshtml=d" timeout 180 "$wine" wineboot -i >>"$log" 2>&1 </dev/null 9>&- || skip "Wine could not make a prefix ($log)"
    timeout 60 /usr/lib/wine/wineserver64 -w 9>&- || true
    touch "$wine_prefix/ready"
}

install_packages
if [ "$device" = arm ]; then
    unpack_arm
    exit 0
fi
unpack_mesa
write_driver
unpack_natives
[ "$device" != directml ] || make_prefix
