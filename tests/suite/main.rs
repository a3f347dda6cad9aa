//! The tests of the whole: several crates at once, on both stores.
//!
//! One binary, one process, one PostgreSQL cluster. Modules in alphabetical order.

mod api;
mod browser;
mod canary;
mod cli_act;
mod cli_audit;
mod cli_bad_input;
mod cli_help;
mod cli_journal;
mod cli_settings;
mod cli_simulate;
mod cli_vault;
mod demo;
mod desk_contract;
mod engine;
mod faults;
mod feeds;
mod journal_contract;
mod journeys;
mod nodes;
mod postgres_cluster;
mod public_log;
mod public_pages;
mod routes;
mod simulation;
mod soak;
mod stock_postgres_es;
mod vault_contract;
mod web_admin;
mod web_audit;
mod web_bad_input;
mod web_desk;
mod web_letters;
mod web_office;
mod web_openid;
mod web_paper;
mod web_resident;
mod webhooks;
