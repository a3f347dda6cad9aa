//! What changed between two versions of a text, word by word.

/// A run of words: of both texts, of the older only, or of the newer only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Run {
    Same(String),
    Gone(String),
    New(String),
}

/// Word pairs above which texts are shown one after the other instead.
const TOO_MANY: usize = 4_000_000;

/// The runs that lead from the older text to the newer.
pub(super) fn changes(older: &str, newer: &str) -> Vec<Run> {
    let (old, new) = (words(older), words(newer));
    if old.len().saturating_mul(new.len()) > TOO_MANY {
        return vec![Run::Gone(older.to_owned()), Run::New(newer.to_owned())];
    }
    // common[i][j]: how many words the rests from i and from j have in common, in order.
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let mut runs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        let same = i < old.len() && j < new.len() && old[i] == new[j];
        let keeps_new =
            j == new.len() || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1]);
        if same {
            add(&mut runs, Run::Same(new[j].to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if keeps_new {
            add(&mut runs, Run::Gone(old[i].to_owned()));
            i += 1;
        } else {
            add(&mut runs, Run::New(new[j].to_owned()));
            j += 1;
        }
    }
    runs
}

/// Words, each with the space that follows it.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

fn add(runs: &mut Vec<Run>, run: Run) {
    match (runs.last_mut(), &run) {
        (Some(Run::Same(text)), Run::Same(more))
        | (Some(Run::Gone(text)), Run::Gone(more))
        | (Some(Run::New(text)), Run::New(more)) => text.push_str(more),
        (_, Run::Same(_) | Run::Gone(_) | Run::New(_)) => runs.push(run),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_and_what_went_is_told_word_by_word() {
        let runs = changes("a bridge of wood ", "a new bridge of steel ");
        let expected = [
            Run::Same("a ".to_owned()),
            Run::New("new ".to_owned()),
            Run::Same("bridge of ".to_owned()),
            Run::Gone("wood ".to_owned()),
            Run::New("steel ".to_owned()),
        ];
        assert_eq!(runs, expected);
    }

    #[test]
    fn both_texts_can_be_read_out_of_their_changes() {
        for (older, newer) in [("", "x y"), ("x y", ""), ("one two three", "three two one"), ("same", "same")]
        {
            let runs = changes(older, newer);
            let read = |skip: fn(&Run) -> bool| -> String {
                runs.iter()
                    .filter(|run| !skip(run))
                    .map(|run| match run {
                        Run::Same(text) | Run::Gone(text) | Run::New(text) => text.as_str(),
                    })
                    .collect()
            };
            assert_eq!(read(|run| matches!(run, Run::New(_))), older);
            assert_eq!(read(|run| matches!(run, Run::Gone(_))), newer);
        }
    }
}
