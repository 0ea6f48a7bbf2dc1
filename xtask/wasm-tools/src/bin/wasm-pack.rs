//! The `wasm-pack` command, without its look-up of newer versions: what a build needs is in the lock file.

use clap::Parser as _;

fn main() -> anyhow::Result<()> {
    let options = wasm_pack::Cli::parse();
    wasm_pack::PBAR.set_log_level(options.log_level);
    if options.quiet {
        wasm_pack::PBAR.set_quiet(true);
    }
    wasm_pack::command::run_wasm_pack(options.cmd)
}
