//! axe-core in a window.

use std::sync::OnceLock;

use super::Browser;

impl Browser {
    /// What axe-core finds wrong for people with disabilities (WCAG 2.0 to 2.2, A and
    /// AA), as one line each; only what it calls serious or critical.
    ///
    /// # Panics
    /// If axe-core is missing or does not run.
    pub async fn accessibility(&self) -> Vec<String> {
        static AXE: OnceLock<String> = OnceLock::new();
        let axe = AXE.get_or_init(|| {
            let file = crate::outside::folder().join("node_modules/axe-core/axe.min.js");
            std::fs::read_to_string(&file)
                .unwrap_or_else(|error| panic!("{}: {error}; `cargo xtask test` installs it", file.display()))
        });
        self.client.execute(axe, Vec::new()).await.expect("axe-core loads");
        let run = "const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']})
               .then(r => done(r.violations), e => done(String(e)));";
        let found = self.client.execute_async(run, Vec::new()).await.expect("axe-core runs");
        let found = found.as_array().unwrap_or_else(|| panic!("axe-core failed: {found}"));
        found
            .iter()
            .filter(|it| matches!(it["impact"].as_str(), Some("serious" | "critical")))
            .map(|it| {
                let nodes = it["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
                let places: Vec<String> =
                    nodes.iter().take(3).map(|node| format!("{} {}", node["target"], node["html"])).collect();
                format!("{}: {} {places:?}", it["id"], it["help"])
            })
            .collect()
    }
}
