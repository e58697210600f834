// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/fake_schema.h"

#include "tests/support/ui/fake_timeline.h"

#include <QPromise>

namespace strandline::test {

namespace {

using schema::Constraint;
using schema::ConstraintKind;
using schema::ObjectName;

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

schema::Column column(
    const char* name, const char* type, bool notNull = false, const char* defaultValue = nullptr)
{
    schema::Column one;
    one.name = s(name);
    one.type = s(type);
    one.notNull = notNull;
    if (defaultValue)
        one.defaultValue = s(defaultValue);
    return one;
}

Constraint constraint(ConstraintKind kind, const char* name, const QStringList& columns)
{
    Constraint one;
    one.kind = kind;
    one.name = s(name);
    one.columns = columns;
    return one;
}

Constraint foreignKey(const char* name, const char* from, const ObjectName& to, const char* onDelete = "")
{
    Constraint one = constraint(ConstraintKind::ForeignKey, name, {s(from)});
    one.referencedTable = to;
    one.referencedColumns = {s("id")};
    one.onDelete = s(onDelete);
    return one;
}

schema::Index index(const char* name, const QStringList& columns)
{
    schema::Index one;
    one.name = s(name);
    one.method = s("btree");
    for (const QString& column : columns) {
        schema::IndexElement element;
        element.column = column;
        one.elements << element;
    }
    return one;
}

ObjectName in(const char* schemaName, const char* name)
{
    return {s(schemaName), s(name)};
}

schema::Table table(const ObjectName& name, const QList<schema::Column>& columns)
{
    schema::Table one;
    one.name = name;
    schema::Column id = column("id", "bigint", true);
    id.identity = schema::Identity::Always;
    one.columns = QList<schema::Column> {id} + columns;
    one.constraints << constraint(ConstraintKind::PrimaryKey, qPrintable(name.name + s("_pkey")), {s("id")});
    one.access.owner = s("shop_owner");
    return one;
}

schema::Table orders()
{
    schema::Table one = table(in("public", "orders"),
        {column("customer_id", "bigint", true), column("status", "order_status", true, "'new'::order_status"),
            column("placed_at", "timestamp with time zone", true, "now()"),
            column("total", "numeric(12,2)", true, "0"), column("note", "text")});
    one.comment = s("One row per order; lines are in order_line.");
    one.columns[5].comment = s("What the customer typed");
    one.constraints << foreignKey("orders_customer_fk", "customer_id", in("public", "customer"));
    Constraint check = constraint(ConstraintKind::Check, "orders_total_check", {s("total")});
    check.expression = s("total >= 0");
    check.isValidated = false;
    one.constraints << check;
    one.indexes << index("orders_customer_idx", {s("customer_id")})
                << index("orders_placed_idx", {s("placed_at"), s("status")});
    one.indexes.last().predicate = s("status <> 'done'");
    one.indexes << index("orders_total_idx", {s("total")});
    one.indexes.last().isValid = false;
    schema::Trigger trigger;
    trigger.name = s("orders_touch");
    trigger.timing = s("BEFORE");
    trigger.events = {s("UPDATE")};
    trigger.function = in("public", "touch");
    trigger.definition =
        s("CREATE TRIGGER orders_touch BEFORE UPDATE ON public.orders EXECUTE FUNCTION touch()");
    trigger.enabled = s("disabled");
    one.triggers << trigger;
    return one;
}

QList<schema::Table> shopTables()
{
    schema::Table customer = table(in("public", "customer"),
        {column("email", "text", true), column("name", "text"),
            column("loyalty_points", "integer", true, "0")});
    customer.constraints << constraint(ConstraintKind::Unique, "customer_email_key", {s("email")});
    schema::Table line = table(in("public", "order_line"),
        {column("order_id", "bigint", true), column("product_id", "bigint", true),
            column("quantity", "integer", true, "1")});
    line.constraints << foreignKey("order_line_order_fk", "order_id", in("public", "orders"),
        "CASCADE") << foreignKey("order_line_product_fk", "product_id", in("public", "product"), "RESTRICT");
    line.indexes << index("order_line_order_idx", {s("order_id")});
    schema::Table product = table(in("public", "product"),
        {column("sku", "character varying(40)", true), column("parent_id", "bigint")});
    product.constraints << foreignKey("product_parent_fk", "parent_id", in("public", "product"), "SET NULL");
    schema::Table odd = table(in("public", "we;ird\" täble name"), {column("select", "text")});
    odd.constraints.clear();
    schema::Table events = table(in("audit", "event"), {column("what", "jsonb", true)});
    events.kind = schema::TableKind::Partitioned;
    events.partitionKey = s("RANGE (id)");
    return {customer, line, orders(), product, odd, events};
}

void addRest(schema::Database& database)
{
    schema::View view;
    view.name = in("public", "open_orders");
    view.definition = s(" SELECT id, total\n   FROM orders\n  WHERE status <> 'done'");
    view.columns = {column("id", "bigint"), column("total", "numeric(12,2)")};
    schema::View sums = view;
    sums.name = in("public", "sales_by_day");
    sums.isMaterialized = true;
    sums.indexes << index("sales_by_day_idx", {s("id")});
    database.views = {view, sums};
    schema::Sequence numbers;
    numbers.name = in("public", "invoice_number");
    numbers.options.start = s("1000");
    numbers.options.increment = s("1");
    database.sequences = {numbers};
    schema::Routine touch;
    touch.name = in("public", "touch");
    touch.returnType = s("trigger");
    touch.language = s("plpgsql");
    touch.definition =
        s("CREATE OR REPLACE FUNCTION public.touch()\n RETURNS trigger AS $$ BEGIN RETURN NEW; END $$");
    schema::Routine add = touch;
    add.name = in("public", "add");
    add.identityArguments = s("integer, integer");
    add.returnType = s("integer");
    schema::Routine addText = add;
    addText.identityArguments = s("text, text");
    addText.returnType = s("text");
    database.routines = {touch, add, addText};
    schema::UserType status;
    status.name = in("public", "order_status");
    status.values = {s("new"), s("paid"), s("done")};
    database.types = {status};
    schema::Extension crypto;
    crypto.name = s("pgcrypto");
    crypto.schema = s("public");
    crypto.version = s("1.3");
    database.extensions = {crypto};
    schema::OtherObject publication;
    publication.kind = s("publication");
    publication.name = {{}, s("shop_feed")};
    publication.definition = s("CREATE PUBLICATION shop_feed FOR TABLE public.orders");
    database.others = {publication};
    database.dependencies = {
        {{schema::ObjectKind::View, view.name, {}}, {schema::ObjectKind::Table, in("public", "orders"), {}}},
        {{schema::ObjectKind::Trigger, in("public", "orders"), s("orders_touch")},
            {schema::ObjectKind::Routine, in("public", "touch"), {}}}};
}

} // namespace

schema::Database shopSchema()
{
    schema::Database database;
    database.dialect = sql::Dialect::PostgreSql;
    database.serverVersion = 160003;
    database.name = s("shop_prod");
    database.defaultSchema = s("public");
    for (const char* name : {"audit", "public", "staging_area"}) {
        schema::Schema one;
        one.name = s(name);
        database.schemas << one;
    }
    database.tables = shopTables();
    addRest(database);
    schema::sortCanonically(database);
    return database;
}

schema::Database olderShopSchema()
{
    schema::Database database = shopSchema();
    database.name = s("shop_stag");
    for (schema::Table& table : database.tables) {
        if (table.name.name == s("customer"))
            table.columns.removeLast(); // loyalty_points
        if (table.name.name == s("product"))
            table.columns[1].type = s("text");
    }
    database.tables.removeIf([](const schema::Table& table) { return table.name.name == s("order_line"); });
    schema::Table old = table(in("public", "legacy_invoice"), {column("paid", "boolean")});
    database.tables << old;
    schema::sortCanonically(database);
    return database;
}

std::shared_ptr<const schema::Database> manyTables(int tables, int schemas)
{
    auto database = std::make_shared<schema::Database>();
    database->dialect = sql::Dialect::PostgreSql;
    database->name = s("large");
    database->defaultSchema = s("s0");
    for (int i = 0; i < schemas; ++i) {
        schema::Schema one;
        one.name = QStringLiteral("s%1").arg(i);
        database->schemas << one;
    }
    for (int i = 0; i < tables; ++i) {
        QList<schema::Column> columns;
        for (int c = 1; c < 10; ++c) {
            columns << column("", "character varying(100)");
            columns.last().name = QStringLiteral("column_%1").arg(c);
        }
        const QString name = QStringLiteral("customer_orders_%1").arg(i, 5, 10, QLatin1Char('0'));
        database->tables << table({QStringLiteral("s%1").arg(i % schemas), name}, columns);
        database->tables.last().constraints << foreignKey("up", "column_1", database->tables.first().name);
    }
    schema::sortCanonically(*database);
    return database;
}

FakeSchemaBackend::FakeSchemaBackend()
    : readAt(fixedNow())
{
    schemas.insert(s("dev"), shopSchema());
    schemas.insert(s("production"), shopSchema());
    schemas.insert(s("staging"), olderShopSchema());
}

void FakeSchemaBackend::answer()
{
    m_held.takeFirst()();
}

QFuture<base::Result<usecase::SchemaReading>> FakeSchemaBackend::readSchema(
    const ui::EnvironmentQuestion& question, const base::CancelToken& cancel)
{
    using Answer = base::Result<usecase::SchemaReading>;
    asked << question.environment;
    tokens << cancel;
    auto promise = std::make_shared<QPromise<Answer>>();
    promise->start();
    const auto known = schemas.constFind(question.environment);
    const auto finish = [promise, cancel, environment = question.environment, at = readAt,
                            value = known == schemas.cend()
                                ? base::Result<schema::Database>(base::fail(base::ErrorCode::Unsupported,
                                    s("Could not read the schema of “%1”").arg(question.environment),
                                    s("This version does not read the schema of Paper.")))
                                : *known] {
        if (cancel.isCancelled())
            promise->addResult(Answer(base::fail(base::ErrorCode::Cancelled, s("Cancelled"))));
        else if (!value)
            promise->addResult(Answer(base::fail(value.error())));
        else
            promise->addResult(Answer(usecase::SchemaReading {environment,
                std::make_shared<const schema::Database>(*value), schema::findings(*value), at}));
        promise->finish();
    };
    if (hold)
        m_held << finish;
    else
        finish();
    return promise->future();
}

QFuture<ui::ComparisonAnswer> FakeSchemaBackend::compare(const ui::ComparisonQuestion& question)
{
    compared << question;
    QPromise<ui::ComparisonAnswer> promise;
    promise.start();
    promise.addResult(comparison ? comparison(question) : ui::ComparisonAnswer());
    promise.finish();
    return promise.future();
}

QString FakeSchemaBackend::definition(const schema::Database& database, const schema::ObjectId& object) const
{
    if (const schema::Table* table = database.table(object.name);
        table && object.kind == schema::ObjectKind::Table)
        return s("CREATE TABLE %1 (\n    id bigint PRIMARY KEY\n);").arg(table->name.display());
    if (const schema::View* view = database.view(object.name);
        view && object.kind == schema::ObjectKind::View)
        return view->definition;
    return {};
}

} // namespace strandline::test
