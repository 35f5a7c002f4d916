//! The one list of routes. Router, checks of parameters and OpenAPI are made from it, so that nothing is undocumented.

use serde_json::{Value, json};

use crate::{
    bulk, cases, catalogue, docs, events, feed,
    filter::Filter,
    health,
    route::{Content, JSON, Parameter, Place, Route, json_of, schema_of},
    rows, schemas,
};

pub fn all() -> Vec<Route> {
    let mut routes = posting();
    routes.extend(reading());
    routes.extend(views());
    routes.extend(describing());
    routes
}

fn posting() -> Vec<Route> {
    let dry_run =
        Parameter::new(Place::Query, "dry_run", "The same checks, nothing is recorded.", json!({"type": "boolean"}));
    let matching = [
        Parameter::new(Place::Header, "If-Match", "The case is at this revision: \"3\".", revision()),
        Parameter::new(
            Place::Header,
            "If-None-Match",
            "*: the case has no event yet.",
            json!({"type": "string", "enum": ["*"]}),
        ),
    ];
    vec![
        Route::keyed("/v1/events", "record_event", "events", events::post)
            .summary("Records one event with all that it entails.")
            .posting(events::EVENT_TYPES, schema_of("CloudEvent"))
            .parameters([dry_run.clone()])
            .parameters(matching)
            .answer(201, "Recorded, and on disk.", json_of("Receipt"))
            .header("ETag", "The revision that the case is at now.")
            .header("Location", "Where the event is.")
            .answer(200, "Recorded before, word for word; or a dry run that would be.", json_of("Receipt"))
            .refuses(&[403, 409, 412, 413, 415, 422]),
        Route::keyed("/v1/events/batch", "record_batch", "events", events::post_batch)
            .summary("Records several events, all or none. An error names the event by its index.")
            .posting(events::BATCH_TYPES, json!({"type": "array", "minItems": 1, "maxItems": 500, "items": schema_of("CloudEvent")}))
            .parameters([dry_run])
            .answer(201, "All recorded, and on disk.", json_of("Receipts"))
            .answer(200, "Recorded before, word for word; or a dry run that would be.", json_of("Receipts"))
            .refuses(&[403, 409, 413, 415, 422]),
        Route::keyed("/v1/events/bulk", "record_lines", "events", bulk::post)
            .summary("One event a line in, one verdict a line out, in order; each line stands on its own. A line is at most 1 MiB.")
            .posting(bulk::NDJSON, bytes())
            .answer(200, "A Verdict a line: {\"line\", \"status\", …} as the answer to that line alone would be.", ndjson())
            .refuses(&[403, 415]),
    ]
}

fn reading() -> Vec<Route> {
    let after =
        Parameter::new(Place::Query, "after", "Events behind this position.", json!({"type": "integer", "minimum": 0}));
    let last_seen = Parameter::new(
        Place::Header,
        "Last-Event-ID",
        "The position seen last.",
        json!({"type": "integer", "minimum": 0}),
    );
    let about_case = [
        Parameter::new(Place::Path, "category", "Kind of case.", schema_of("Category")),
        Parameter::new(Place::Path, "id", "The case, without its category.", text()),
    ];
    vec![
        Route::keyed("/v1/events", "list_events", "events", events::list)
            .summary("Recorded events in order, by page. A page may be short or empty while there is a next one.")
            .parameters(Filter::parameters())
            .parameters([after.clone()])
            .parameters(paging(events::PAGE_EVENTS_MAX))
            .answer(200, "A page.", json_of("EventPage"))
            .header("Link", NEXT)
            .refuses(&[409]),
        Route::keyed("/v1/events/{id}", "get_event", "events", events::one)
            .summary("One recorded event.")
            .parameters([Parameter::new(Place::Path, "id", "The event's.", json!({"type": "string", "format": "uuid"}))])
            .answer(200, "The event.", json_of("ListedEvent"))
            .refuses(&[403, 404]),
        Route::keyed("/v1/events.ndjson", "export_events", "events", feed::export)
            .summary("Every recorded event up to now, one a line, in exactly its recorded bytes.")
            .parameters([after.clone()])
            .answer(200, "One event a line.", ndjson())
            .refuses(&[409]),
        Route::keyed(feed::PATH, "follow_events", "events", feed::live)
            .summary("Recorded events as they come (server-sent events): id = position, event = kind, data = the recorded bytes. From the first event on, or behind Last-Event-ID or `after`.")
            .parameters(Filter::parameters())
            .parameters([after, last_seen])
            .answer(200, "Ends when the server stops.", Content { types: &["text/event-stream"], schema: text() })
            .refuses(&[409]),
        Route::keyed("/v1/cases/{category}/{id}", "get_case", "cases", cases::one)
            .summary("A case as it stands, or as it stood.")
            .parameters(about_case.clone())
            .parameters(clocks())
            .parameters([Parameter::new(Place::Header, "If-None-Match", "The revision that is known: \"3\".", revision())])
            .answer(200, "Its state.", json_of("Case"))
            .header("ETag", "The revision that it is at; not of how it stood.")
            .answer(304, "It is at that revision.", None)
            .header("ETag", "The revision.")
            .refuses(&[403, 404]),
        Route::keyed("/v1/cases/{category}/{id}/events", "list_case_events", "cases", cases::history)
            .summary("The events of a case, by page.")
            .parameters(about_case)
            .parameters(paging(events::PAGE_EVENTS_MAX))
            .answer(200, "A page.", json_of("EventPage"))
            .header("Link", NEXT)
            .refuses(&[403, 404]),
    ]
}

/// Each view has routes of its own, so that its filters are checked and its rows documented.
fn views() -> Vec<Route> {
    let mut routes = vec![];
    for table in projections::ALL.iter().flat_map(|projection| projection.tables.iter().copied()) {
        let path = format!("/v1/views/{}", table.name);
        let list = Route::keyed(&path, &format!("list_{}", table.name), "views", move |app, key, call| {
            rows::list(app, key, call, table)
        });
        let one =
            Route::keyed(&format!("{path}/{{key}}"), &format!("get_{}", table.name), "views", move |app, key, call| {
                rows::one(app, key, call, table)
            });
        routes.push(
            list.summary(table.doc.trim())
                .parameters(rows::filters(table))
                .parameters(clocks())
                .parameters(paging(views::ROWS_MAX))
                .answer(200, "A page of rows.", json_of(&rows::page_name(table)))
                .header("Link", NEXT),
        );
        routes.push(
            one.summary(format!("One row. {}", table.doc.trim()))
                .parameters([Parameter::new(Place::Path, "key", "The row's key columns, joined by commas.", text())])
                .parameters(clocks())
                .answer(200, "The row.", json_of(&rows::row_name(table)))
                .refuses(&[403, 404]),
        );
    }
    routes
}

fn describing() -> Vec<Route> {
    let page = |types: &'static [&'static str]| Content { types, schema: text() };
    let document = || Content { types: JSON, schema: json!({"type": "object"}) };
    let category = || Parameter::new(Place::Path, "category", "Kind of case.", schema_of("Category"));
    vec![
        Route::keyed("/v1/catalogue", "get_catalogue", "about", catalogue::get)
            .summary("Kinds of events, views and roles, with their descriptions.")
            .answer(200, "The catalogue.", json_of("Catalogue")),
        Route::open("/schemas", "list_schemas", "about", schemas::list).summary("The schemas there are.").answer(
            200,
            "Their addresses.",
            json_of("SchemaList"),
        ),
        Route::open("/schemas/{category}/{file}", "get_schema", "about", schemas::one)
            .summary("The JSON Schema (2020-12) of one kind of event as it is posted.")
            .parameters([category(), Parameter::new(Place::Path, "file", "E.g. placed.v1.json.", text())])
            .answer(200, "The schema.", document())
            .refuses(&[404]),
        Route::open("/openapi.json", "get_openapi", "about", docs::openapi).summary("This document.").answer(
            200,
            "OpenAPI 3.1.",
            document(),
        ),
        Route::open("/asyncapi.json", "get_asyncapi", "about", docs::asyncapi)
            .summary("The live feed, with every kind of message.")
            .answer(200, "AsyncAPI 3.0.", document()),
        Route::open("/docs", "get_docs", "about", docs::page).summary("This document, to read.").answer(
            200,
            "A page.",
            page(&["text/html"]),
        ),
        Route::open("/docs/page.js", "get_docs_script", "about", docs::script).summary("That page's script.").answer(
            200,
            "A script.",
            page(&["text/javascript"]),
        ),
        Route::open("/docs/page.css", "get_docs_style", "about", docs::style).summary("That page's style.").answer(
            200,
            "A style sheet.",
            page(&["text/css"]),
        ),
        Route::open("/problems/{code}", "get_problem", "about", docs::problem)
            .summary("What an error of this code says, in Chinese and English.")
            .parameters([Parameter::new(Place::Path, "code", "A problem's code.", text())])
            .answer(200, "The texts.", json_of("ProblemTexts"))
            .refuses(&[404]),
        Route::open("/livez", "get_livez", "operations", health::alive).summary("Is the process alive?").answer(
            200,
            "It is.",
            json_of("Alive"),
        ),
        Route::open("/readyz", "get_readyz", "operations", health::ready).summary("Can it serve?").answer(
            200,
            "It can.",
            json_of("Ready"),
        ),
        Route::open("/metrics", "get_metrics", "operations", health::metrics)
            .summary("What the server counts (OpenMetrics): no case, no person, hence no key.")
            .answer(200, "The counts.", Content { types: &["application/openmetrics-text"], schema: bytes() }),
    ]
}

/// Of a `Link` to the next page.
const NEXT: &str = "The next page, rel=\"next\" (RFC 8288); none at the end.";

fn paging(limit_max: usize) -> [Parameter; 2] {
    [
        Parameter::new(
            Place::Query,
            "limit",
            "At most so many.",
            json!({"type": "integer", "minimum": 1, "maximum": limit_max, "default": 100}),
        ),
        Parameter::new(Place::Query, "cursor", "`next` of the page before.", text()),
    ]
}

fn clocks() -> [Parameter; 2] {
    [
        Parameter::new(
            Place::Query,
            "as_of",
            "What was true in the world by the end of this day.",
            json!({"type": "string", "format": "date"}),
        ),
        Parameter::new(
            Place::Query,
            "known_at",
            "What had been recorded by this instant.",
            json!({"type": "string", "format": "date-time"}),
        ),
    ]
}

fn ndjson() -> Content {
    Content { types: bulk::NDJSON, schema: bytes() }
}

/// As an entity tag.
fn revision() -> Value {
    json!({"type": "string", "pattern": "^\"[0-9]+\"$"})
}

/// What is no JSON goes through generated clients as it is.
fn bytes() -> Value {
    json!({"type": "string", "format": "binary"})
}

fn text() -> Value {
    json!({"type": "string"})
}
