//! Reads of restricted records leave a trace, or do not happen.

use mocgioi::domain::access::{Label, Role};
use sqlx::Connection as _;

use crate::support::{Database, ENGINES, Engine, block_on};
use crate::world::{Scope, Somebody, World, world};

fn somebody(world: &World, role: Role) -> &Somebody {
    world.people.iter().find(|one| one.role == Some(role) && one.scope == Scope::Everywhere).unwrap()
}

pub(crate) async fn run(database: &str, engine: Engine, sql: &'static str) -> Option<i64> {
    match engine {
        Engine::Sqlite => {
            let mut conn = sqlx::SqliteConnection::connect(database).await.unwrap();
            sqlx::query_scalar::<_, i64>(sql).fetch_optional(&mut conn).await.unwrap()
        }
        Engine::Postgres => {
            let mut conn = sqlx::PgConnection::connect(database).await.unwrap();
            sqlx::query_scalar::<_, i64>(sql).fetch_optional(&mut conn).await.unwrap()
        }
    }
}

#[test]
fn whoever_reads_restricted_records_is_noted_or_refused() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let url = database.url.clone();
        let world = world(database);
        let lines = || block_on(run(&url, engine, "SELECT COUNT(*) FROM read_log")).unwrap();
        let (auditor, viewer) = (somebody(&world, Role::Auditor), somebody(&world, Role::Viewer));
        let paths = [
            "/collections/inspections/items",
            "/api/v1/segments/VN-LA:144..145/risk",
            "/api/v1/segments/at-risk",
            "/api/v1/export?layer=inspections&format=csv",
            "/?f=html",
            "/collections",
            "/collections/segments/items?f=html",
        ];
        for path in paths {
            assert_eq!(world.get(path, viewer).status, 200, "{path}");
        }
        assert_eq!(lines(), 0, "{engine:?}: who sees nothing restricted leaves no trace");
        for (n, path) in (1..).zip(paths) {
            assert_eq!(world.get(path, auditor).status, 200, "{path}");
            assert_eq!(lines(), n, "{engine:?}: {path}");
        }
        let approved = |label| {
            let mut things = world.things.iter();
            let found = things.find(|thing| thing.label == label && thing.review.as_str() == "approved");
            format!("/collections/inspections/items/{}", found.unwrap().id)
        };
        assert_eq!(world.get(&approved(Label::Internal), auditor).status, 200);
        assert_eq!(lines(), 7, "{engine:?}: an internal record is not a restricted one");
        assert_eq!(world.get(&approved(Label::Restricted), auditor).status, 200);
        assert_eq!(lines(), 8);

        // Without the log nothing restricted is told; what is not goes on.
        block_on(run(&url, engine, "DROP TABLE read_log"));
        for path in paths {
            assert_eq!(world.get(path, auditor).status, 503, "{engine:?}: {path}");
            assert_eq!(world.get(path, viewer).status, 200, "{engine:?}: {path}");
        }
        assert_eq!(world.get(&approved(Label::Internal), auditor).status, 200);
    }
}
