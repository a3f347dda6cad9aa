//! Worklist, register, funnel and front page, today and as they were, in a large country and in a
//! small one.

use std::time::Instant;

use super::settlement::{CLERK, YESTERDAY};
use crate::Failure;
use crate::engine::world::{authority, municipality};
use crate::http::connection::{Connection, get_with};
use crate::http::node::Place;
use crate::table::Table;

/// Times that each is asked for, in turn with the other; the first ones warm up.
const ROUNDS: usize = 105;
const WARM: usize = 5;

/// Asks both for each list, in turn.
pub(super) async fn measure(
    table: &mut Table,
    small: &Place,
    large: &Place,
    initiatives: [u64; 2],
) -> Result<(), Failure> {
    let nodes = [small.serve()?, large.serve()?];
    super::start::ready(&nodes[0]).await?;
    super::start::ready(&nodes[1]).await?;
    let mut connections =
        [Connection::open(nodes[0].address).await?, Connection::open(nodes[1].address).await?];
    let worklist = format!("/api/v1/authorities/{}/worklist", authority(&municipality(0)));
    let pages = [
        ("worklist", &*worklist, Some(CLERK)),
        ("register", "/ru/initiatives", None),
        ("funnel", "/api/v1/funnel", None),
        ("front page", "/ru/", None),
        ("page of the whole country", "/ru/territories/RU", None),
    ];
    for (name, path, token) in pages {
        let yesterday = format!("{path}?as_of={YESTERDAY}");
        for (when, path) in [("today", path), ("as of yesterday", &yesterday)] {
            if name == "front page" && path == yesterday {
                continue;
            }
            let request = get_with(path, token);
            let mut taken = [Vec::new(), Vec::new()];
            for round in 0..ROUNDS {
                for (connection, taken) in connections.iter_mut().zip(&mut taken) {
                    let asked = Instant::now();
                    let answer = connection.ask(&request).await?;
                    if answer.status != 200 {
                        let body = String::from_utf8_lossy(&answer.body).into_owned();
                        return Err(format!("{path}: {} {body}", answer.status).into());
                    }
                    if round >= WARM {
                        taken.push(asked.elapsed().as_secs_f64() * 1e3);
                    }
                }
            }
            let [less, more] = taken;
            let [few, many] = initiatives;
            let (what, other) = (format!("{name} {when}, {many} initiatives"), format!("{few} initiatives"));
            table.compare(&what, "ms", more, &other, less, "at most 1.5");
        }
    }
    Ok(())
}
