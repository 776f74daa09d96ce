# Sourced by ./finetune and ./test: finds or installs what a build needs. Sets torch_source and torch_flags.

say() { printf 'finetune: %s\n' "$*" >&2; }

die() { say "$*"; exit 2; }

need_dotnet() {
  command -v dotnet >/dev/null || die "the .NET SDK (10.0 or later) is missing; see https://dotnet.microsoft.com/download"
}

# nuget where the package feed has TorchSharp, system elsewhere. Asked once, then remembered.
choose_torch_source() {
  local remembered=$root/.finetune/torch-source
  torch_source=${FINETUNE_TORCH_SOURCE:-}
  if [ -z "$torch_source" ] && [ -f "$remembered" ]; then
    torch_source=$(cat "$remembered")
  fi
  if [ -z "$torch_source" ]; then
    if (cd "$root" && dotnet package search TorchSharp --exact-match --format json 2>/dev/null) | grep -q '"id": *"TorchSharp"'; then
      torch_source=nuget
      say "TorchSharp is on the package feed: using it (TorchSource=nuget)"
    else
      torch_source=system
      say "TorchSharp is not on the package feed: using this machine's libtorch (TorchSource=system)"
    fi
    mkdir -p "$root/.finetune" && printf '%s\n' "$torch_source" > "$remembered"
  fi
  torch_flags=(-p:TorchSource="$torch_source")
  if [ "$torch_source" = nuget ] && command -v nvidia-smi >/dev/null; then
    torch_flags+=(-p:TorchSharpFlavor=TorchSharp-cuda-linux)
  fi
}

has_libtorch() {
  local prefix prefixes=${CMAKE_PREFIX_PATH:-}
  for prefix in "${LIBTORCH:-}" ${prefixes//[:;]/ }; do
    [ -n "$prefix" ] && [ -n "$(find "$prefix" -maxdepth 6 -name TorchConfig.cmake -print -quit 2>/dev/null)" ] && return 0
  done
  compgen -G '/usr/lib/*/cmake/Torch/TorchConfig.cmake' >/dev/null \
    || compgen -G '/usr/share/cmake/Torch/TorchConfig.cmake' >/dev/null \
    || compgen -G '/usr/local/share/cmake/Torch/TorchConfig.cmake' >/dev/null
}

# A C++ compiler, CMake, libtorch and a fast BLAS, through apt where that is allowed.
need_libtorch() {
  [ "$torch_source" = system ] || return 0
  local packages=() as_root=()
  command -v c++ >/dev/null || packages+=(g++)
  command -v cmake >/dev/null || packages+=(cmake)
  has_libtorch || packages+=(libtorch-dev libopenblas0-openmp)
  [ ${#packages[@]} -eq 0 ] && return 0
  command -v apt-get >/dev/null \
    || die "missing: ${packages[*]}. Install a C++17 compiler, CMake and libtorch 1.13 or later, and set LIBTORCH to its folder"
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || die "missing: ${packages[*]}. Run: sudo apt-get install ${packages[*]}"
    as_root=(sudo -n)
  fi
  say "installing ${packages[*]}"
  "${as_root[@]}" apt-get update -qq >/dev/null || true
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null \
    || die "apt-get could not install ${packages[*]}; install them by hand, or set LIBTORCH to an unpacked libtorch"
}

provision() {
  need_dotnet
  choose_torch_source
  need_libtorch
}
