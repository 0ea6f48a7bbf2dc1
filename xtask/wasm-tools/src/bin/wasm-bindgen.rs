//! The `wasm-bindgen` command that trunk and wasm-pack look for on the search path. Being a dependency, it is always
//! of the version that the lock file pins, and nobody has to install it.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(std::env::args_os())
}
