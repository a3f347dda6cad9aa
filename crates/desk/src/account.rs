//! Who signs in.

use aggregates::ids::{OfficialId, ParticipantId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::rows::{Row, Value};
use crate::{Desk, DeskError};

/// An account. It names a participant or an official, or both where an official also
/// lives somewhere; what these may do is said by their events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Which.
    pub id: Uuid,
    /// What he types to sign in, in lower case; nothing where a provider signs him in.
    pub login: Option<String>,
    /// The argon2id hash of his password in PHC form.
    pub password: Option<String>,
    /// The resident, organisation or TOS body that he is.
    pub participant: Option<ParticipantId>,
    /// The official that he is.
    pub official: Option<OfficialId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Up to which position he has seen his notices.
    pub notices_seen: u64,
}

/// An account to be made.
#[derive(Clone, Debug, Default)]
pub struct NewAccount {
    /// See [`Account::login`]; the case does not matter.
    pub login: Option<String>,
    /// See [`Account::password`].
    pub password: Option<String>,
    /// Issuer and subject of an OpenID provider.
    pub provider: Option<(String, String)>,
    /// See [`Account::participant`].
    pub participant: Option<ParticipantId>,
    /// See [`Account::official`].
    pub official: Option<OfficialId>,
}

/// The start of every statement that reads accounts, as [`Account::read`] expects it.
macro_rules! select_accounts {
    ($rest:literal) => {
        crate::account::select_accounts!(and "", $rest)
    };
    // With more columns after those of the account.
    (and $more:literal, $rest:literal) => {
        concat!(
            "SELECT a.id, a.login, a.password, a.participant, a.official, a.created_at, a.notices_seen",
            $more,
            " FROM accounts a ",
            $rest
        )
    };
}
pub(crate) use select_accounts;

impl Account {
    pub(crate) fn read(row: &Row) -> Result<Self, DeskError> {
        Ok(Self {
            id: row.parsed(0)?,
            login: row.parsed_or_nothing(1)?,
            password: row.parsed_or_nothing(2)?,
            participant: row.parsed_or_nothing(3)?,
            official: row.parsed_or_nothing(4)?,
            created_at: row.time(5)?,
            notices_seen: u64::try_from(row.number(6)?)
                .map_err(|_| DeskError::Damaged { what: "notices_seen".to_owned() })?,
        })
    }
}

/// A login as it is kept and compared.
fn normal(login: &str) -> String {
    login.trim().to_lowercase()
}

impl Desk {
    /// Makes an account.
    ///
    /// # Errors
    ///
    /// [`DeskError::LoginTaken`], also where the provider's subject has an account.
    pub async fn open_account(&self, id: Uuid, new: NewAccount, at: Timestamp) -> Result<Account, DeskError> {
        let login = new.login.as_deref().map(normal);
        let (issuer, subject) = new.provider.unzip();
        self.execute(
            "INSERT INTO accounts (id, login, password, issuer, subject, participant, official, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            vec![
                Value::text(id),
                Value::text_or_nothing(login.as_ref()),
                Value::text_or_nothing(new.password.as_ref()),
                Value::text_or_nothing(issuer),
                Value::text_or_nothing(subject),
                Value::text_or_nothing(new.participant),
                Value::text_or_nothing(new.official),
                Value::time(at),
            ],
        )
        .await?;
        let (password, participant, official) = (new.password, new.participant, new.official);
        Ok(Account { id, login, password, participant, official, created_at: at, notices_seen: 0 })
    }

    /// The account of a login.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn account_by_login(&self, login: &str) -> Result<Option<Account>, DeskError> {
        let sql = select_accounts!("WHERE a.login = $1");
        self.one_account(sql, vec![Value::text(normal(login))]).await
    }

    /// The account of somebody whom a provider knows.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn account_by_provider(
        &self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<Account>, DeskError> {
        let sql = select_accounts!("WHERE a.issuer = $1 AND a.subject = $2");
        self.one_account(sql, vec![Value::text(issuer), Value::text(subject)]).await
    }

    /// The account of a participant, if he has one.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn account_of_participant(&self, id: ParticipantId) -> Result<Option<Account>, DeskError> {
        self.one_account(select_accounts!("WHERE a.participant = $1"), vec![Value::text(id)]).await
    }

    /// The account of an official, if he has one.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn account_of_official(&self, id: OfficialId) -> Result<Option<Account>, DeskError> {
        self.one_account(select_accounts!("WHERE a.official = $1"), vec![Value::text(id)]).await
    }

    async fn one_account(&self, sql: &'static str, values: Vec<Value>) -> Result<Option<Account>, DeskError> {
        self.query(sql, values).await?.first().map(Account::read).transpose()
    }

    /// Gives an account another password; its sessions end.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn set_password(&self, account: Uuid, password: &str) -> Result<(), DeskError> {
        let values = vec![Value::text(password), Value::text(account)];
        self.execute("UPDATE accounts SET password = $1 WHERE id = $2", values).await?;
        self.execute("DELETE FROM sessions WHERE account = $1", vec![Value::text(account)]).await?;
        Ok(())
    }

    /// The account of an id.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn account(&self, id: Uuid) -> Result<Option<Account>, DeskError> {
        self.one_account(select_accounts!("WHERE a.id = $1"), vec![Value::text(id)]).await
    }

    /// Lets a provider sign an account in, in place of whoever did so far.
    ///
    /// # Errors
    ///
    /// [`DeskError::LoginTaken`] where the provider's subject has another account.
    pub async fn link_provider(&self, account: Uuid, issuer: &str, subject: &str) -> Result<(), DeskError> {
        let values = vec![Value::text(issuer), Value::text(subject), Value::text(account)];
        self.execute("UPDATE accounts SET issuer = $1, subject = $2 WHERE id = $3", values).await.map(drop)
    }

    /// Whether a provider signs an account in.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn has_provider(&self, account: Uuid) -> Result<bool, DeskError> {
        let sql = "SELECT issuer FROM accounts WHERE id = $1 AND issuer IS NOT NULL";
        Ok(!self.query(sql, vec![Value::text(account)]).await?.is_empty())
    }

    /// Says which participant an account is.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn set_participant(&self, account: Uuid, participant: ParticipantId) -> Result<(), DeskError> {
        let values = vec![Value::text(participant), Value::text(account)];
        self.execute("UPDATE accounts SET participant = $1 WHERE id = $2", values).await.map(drop)
    }

    /// Closes an account and everything that hangs on it.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn close_account(&self, account: Uuid) -> Result<(), DeskError> {
        self.execute("DELETE FROM accounts WHERE id = $1", vec![Value::text(account)]).await.map(drop)
    }

    /// The language in which somebody wants his pages, if he said so.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn language(&self, account: Uuid) -> Result<Option<String>, DeskError> {
        let found = self.query("SELECT lang FROM languages WHERE account = $1", vec![Value::text(account)]);
        found.await?.first().map(|row| row.parsed(0)).transpose()
    }

    /// Sets it.
    ///
    /// # Errors
    ///
    /// If the store fails, or there is no such account.
    pub async fn set_language(&self, account: Uuid, lang: &str) -> Result<(), DeskError> {
        let sql = "INSERT INTO languages (account, lang) VALUES ($1, $2)
             ON CONFLICT (account) DO UPDATE SET lang = excluded.lang";
        self.execute(sql, vec![Value::text(account), Value::text(lang)]).await.map(drop)
    }

    /// Notes up to which position an account has seen its notices.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn note_seen(&self, account: Uuid, position: u64) -> Result<(), DeskError> {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        let values = vec![Value::Number(position), Value::text(account)];
        self.execute("UPDATE accounts SET notices_seen = $1 WHERE id = $2 AND notices_seen < $1", values)
            .await
            .map(drop)
    }
}
