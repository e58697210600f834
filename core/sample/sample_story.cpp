// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/sample_story.h"

namespace strandline::sample {

namespace {

QDateTime utc(const char* text)
{
    return QDateTime::fromString(QLatin1String(text), Qt::ISODate);
}

StoryStep step(
    Deed deed, const char* id, const char* at, const char* actor, const char* host, qint64 durationMs)
{
    return {deed, QLatin1String(id), utc(at), QLatin1String(actor), QLatin1String(host), durationMs};
}

} // namespace

/// Every state and flag that a database can show without a run going on, each with a reason a person could
/// have had.
QList<StoryStep> productionStory()
{
    return {
        step(Deed::Baseline, "20250901080000_create_users", "2025-09-01T08:30:00Z", "anna", "anna-laptop", 0),
        step(Deed::Apply, "20250903091500_create_products", "2025-09-03T09:20:11Z", "anna", "anna-laptop",
            120),
        step(Deed::Apply, "20250910070000_create_orders", "2025-09-10T07:02:40Z", "ci", "build7", 210),
        step(Deed::Apply, "20250918060000_index_orders_customer", "2025-09-18T06:05:00Z", "anna",
            "anna-laptop", 41200),
        step(Deed::Apply, "20250925114500_add_orders_status", "2025-09-25T12:03:05Z", "ci", "build7", 800),
        step(Deed::Apply, "20251002083000_add_product_sku", "2025-10-02T08:41:00Z", "ci", "build7", 300),
        step(Deed::Skip, "20251006120000_import_legacy_customers", "2025-10-06T12:30:00Z", "ben", "db1", 0),
        step(Deed::Apply, "20251015090000_create_invoices", "2025-10-15T09:10:00Z", "ci", "build7", 150),
        step(Deed::Apply, "order_totals", "2025-10-15T09:10:01Z", "ci", "build7", 40),
        step(Deed::Apply, "customer_overview", "2025-10-15T09:10:01Z", "ci", "build7", 30),
        step(Deed::Seed, "seed_production.sql", "2025-10-16T06:00:00Z", "shop", "db1", 0),
        step(Deed::Apply, "20251009154500_fix_vat_rounding", "2025-10-17T10:02:00Z", "ben", "db1", 100),
        step(Deed::Apply, "20251020143000_create_coupons", "2025-10-20T14:40:00Z", "ci", "build7", 300),
        step(Deed::Apply, "20251028101500_split_address", "2025-10-28T10:30:00Z", "anna", "anna-laptop", 90),
        step(
            Deed::Revert, "20251028101500_split_address", "2025-10-28T17:05:00Z", "anna", "anna-laptop", 110),
        step(Deed::FailHere, "20251103131000_backfill_invoice_totals", "2025-11-03T13:20:00Z", "ci", "build7",
            2400),
        step(Deed::FailHere, "20251110070000_normalise_phone_numbers", "2025-11-10T07:04:00Z", "ben", "db1",
            1900),
    };
}

/// A developer's database: everything has run, and something of a branch that is not merged.
QList<StoryStep> devStory()
{
    return {
        step(Deed::Apply, "20250901080000_create_users", "2025-09-01T07:58:00Z", "anna", "anna-laptop", 20),
        step(
            Deed::Apply, "20250903091500_create_products", "2025-09-03T08:40:00Z", "anna", "anna-laptop", 20),
        step(Deed::Apply, "20250910070000_create_orders", "2025-09-09T15:12:00Z", "anna", "anna-laptop", 20),
        step(Deed::Apply, "20250918060000_index_orders_customer", "2025-09-17T16:00:00Z", "anna",
            "anna-laptop", 30),
        step(Deed::Apply, "20250925114500_add_orders_status", "2025-09-25T11:50:00Z", "anna", "anna-laptop",
            20),
        step(
            Deed::Apply, "20251002083000_add_product_sku", "2025-10-02T08:00:00Z", "anna", "anna-laptop", 20),
        step(Deed::Apply, "20251006120000_import_legacy_customers", "2025-10-06T12:01:00Z", "anna",
            "anna-laptop", 20),
        step(Deed::Apply, "20251009154500_fix_vat_rounding", "2025-10-09T15:50:00Z", "anna", "anna-laptop",
            20),
        step(
            Deed::Apply, "20251015090000_create_invoices", "2025-10-14T09:40:00Z", "anna", "anna-laptop", 20),
        step(Deed::Apply, "20251028101500_split_address", "2025-10-28T08:30:00Z", "anna", "anna-laptop", 20),
        step(Deed::Apply, "20251103131000_backfill_invoice_totals", "2025-11-03T12:30:00Z", "anna",
            "anna-laptop", 20),
        step(Deed::Apply, "20251110070000_normalise_phone_numbers", "2025-11-10T06:50:00Z", "anna",
            "anna-laptop", 20),
        step(Deed::Apply, "20251118093000_drop_legacy_prices", "2025-11-18T09:35:00Z", "anna", "anna-laptop",
            10),
        step(Deed::Apply, "20251123121320_add_loyalty_points_to_users", "2025-11-23T12:20:00Z", "anna",
            "anna-laptop", 20),
        step(Deed::Apply, "order_totals", "2025-11-23T12:20:01Z", "anna", "anna-laptop", 10),
        step(Deed::Apply, "customer_overview", "2025-11-23T12:20:01Z", "anna", "anna-laptop", 10),
        step(Deed::Apply, "20260114080000_add_wishlists", "2025-11-23T18:02:00Z", "anna", "anna-laptop", 20),
    };
}

} // namespace strandline::sample
