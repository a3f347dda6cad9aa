//! `timestamptz` in binary form: microseconds since 2000. The type numbers are
//! those PostgreSQL has built in for `timestamptz` and its array.

use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgHasArrayType, PgTypeInfo, PgValueFormat, PgValueRef};
use sqlx::{Decode, Encode, Postgres, Type};

/// From 1970 to 2000.
const EPOCH: i64 = 946_684_800_000_000;

/// Microseconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(super) struct Micros(pub(super) i64);

impl Type<Postgres> for Micros {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(1184))
    }
}

impl PgHasArrayType for Micros {
    fn array_type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(1185))
    }
}

impl Encode<'_, Postgres> for Micros {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Postgres>::encode(self.0 - EPOCH, buffer)
    }
}

impl<'r> Decode<'r, Postgres> for Micros {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        if value.format() != PgValueFormat::Binary {
            return Err("a time came as text".into());
        }
        let since_2000: i64 = Decode::<Postgres>::decode(value)?;
        Ok(Self(since_2000.checked_add(EPOCH).ok_or("a time is infinite")?))
    }
}
