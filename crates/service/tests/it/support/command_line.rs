//! Commands that run beside a service.

use super::TestApp;
use clap::Parser as _;
use std::time::Duration;
use wink_service::{Cli, Command, WebhooksCommand};

/// How long tests wait for an entry in the log, on a busy machine too.
const TIMEOUT: Duration = Duration::from_secs(60);

impl TestApp {
    /// What `wink-service webhooks deliveries` prints.
    pub(crate) async fn log(&self, options: &[&str]) -> String {
        self.webhooks("deliveries", options).await
    }

    /// The same, once it contains a text.
    pub(crate) async fn once_in_log(&self, text: &str) -> String {
        let found = tokio::time::timeout(TIMEOUT, async {
            loop {
                let log = self.log(&[]).await;
                if log.contains(text) {
                    return log;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
        match found.await {
            Ok(log) => log,
            Err(tokio::time::error::Elapsed { .. }) => {
                panic!("{text:?} is not in the log:\n{}", self.log(&[]).await)
            }
        }
    }

    /// What `wink-service webhooks redeliver` prints.
    pub(crate) async fn redeliver(&self, options: &[&str]) -> String {
        self.webhooks("redeliver", options).await
    }

    /// What a command of `wink-service keys` prints at the test's time.
    pub(crate) async fn keys(&self, options: &[&str]) -> String {
        let place = ["--database", &self.place.database];
        let arguments = ["wink-service", "keys"].into_iter().chain(options.iter().copied()).chain(place);
        let mut output = Vec::new();
        match Cli::try_parse_from(arguments).unwrap().command {
            Command::Keys(command) => command.run(&self.clock, &mut output).await.unwrap(),
            other => panic!("not what was asked: {other:?}"),
        }
        String::from_utf8(output).unwrap()
    }

    async fn webhooks(&self, command: &str, options: &[&str]) -> String {
        let begin = ["wink-service", "webhooks", command, "--database", &self.place.database];
        let arguments = begin.into_iter().chain(options.iter().copied());
        let mut output = Vec::new();
        match Cli::try_parse_from(arguments).unwrap().command {
            Command::Webhooks(WebhooksCommand::Deliveries(options)) => {
                options.run(&mut output).await.unwrap();
            }
            Command::Webhooks(WebhooksCommand::Redeliver(options)) => {
                options.run(&self.clock, &mut output).await.unwrap();
            }
            other => panic!("not what was asked: {other:?}"),
        }
        String::from_utf8(output).unwrap()
    }
}
