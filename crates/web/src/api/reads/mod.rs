//! Questions to the views.

pub(super) mod authorities;
pub(super) mod figures;
pub(super) mod initiative;
pub(super) mod initiatives;
pub(super) mod installation;
pub(super) mod journal;
pub(super) mod office;
pub(super) mod people;
pub(super) mod territories;
