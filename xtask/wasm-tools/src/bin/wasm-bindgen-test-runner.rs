//! The runner that `cargo test --target wasm32-unknown-unknown` hands its test modules to. It serves them to a
//! headless browser through the driver named in `CHROMEDRIVER`, with the options in `webdriver.json`.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
