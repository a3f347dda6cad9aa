//! Where the positions between which a row was true stand in a tree over all positions, so that the
//! rows that were true at one are found without those that were not: the relational interval tree of
//! H.-P. Kriegel, M. Pötke and T. Seidl, "Managing Intervals Efficiently in Object-Relational
//! Databases", VLDB 2000.

/// The node of `from_position..to_position`: of the positions in it the one that the highest power
/// of two divides.
pub(crate) const fn node(from_position: i64, to_position: i64) -> i64 {
    let last = to_position - 1;
    match (from_position ^ last).checked_ilog2() {
        Some(differ) => last >> differ << differ,
        None => last,
    }
}

/// The nodes at which rows stand that were true at `position`, where none was true for ever and none
/// after `head`: two for each binary digit, at most.
pub(crate) fn nodes_over(position: i64, head: i64) -> Vec<i64> {
    let digits = head.checked_ilog2().map_or(0, |highest| highest + 1);
    let on_the_way = |digit: u32| [position >> digit << digit, (position >> digit | 1) << digit];
    let mut nodes: Vec<i64> =
        (0..digits).flat_map(on_the_way).filter(|node| (1..=head).contains(node)).collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: i64 = 40;

    #[test]
    fn what_was_true_at_a_position_stands_at_a_node_over_it() {
        for from in 1..=HEAD {
            for to in from + 1..=HEAD + 1 {
                for position in from..to {
                    let (node, nodes) = (node(from, to), nodes_over(position, HEAD));
                    assert!((from..to).contains(&node), "{from}..{to}: {node}");
                    assert!(nodes.contains(&node), "{from}..{to} at {position}: {node} of {nodes:?}");
                }
            }
        }
    }

    #[test]
    fn few_nodes_are_over_a_position() {
        assert_eq!(nodes_over(5, 9), [4, 5, 6, 8]);
        assert!(nodes_over(3_000_000, 5_000_000).len() <= 2 * 23);
        assert!(nodes_over(1, 0).is_empty());
    }
}
