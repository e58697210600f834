// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/fake_schema.h"
#include "ui/pages/schema/neighbourhood_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/announce.h"

#include <QApplication>
#include <QPainter>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTest>
#include <QXmlStreamReader>

using namespace strandline;
using ui::Neighbourhood;

class NeighbourhoodTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pictures_data();
    void pictures();
    void boxesDoNotOverlap_data();
    void boxesDoNotOverlap();
    void manyNeighboursAreLimited();
    void tableThatIsNotThere();
    void walkByKeyboard();
    void svg();
};

namespace {

schema::ObjectName named(const char* name)
{
    return {QStringLiteral("public"), QString::fromUtf8(name)};
}

Neighbourhood pictureOf(const schema::Database& database, const schema::ObjectName& name)
{
    return ui::neighbourhoodOf(database, *database.table(name),
        {[](const QString& text, bool bold) { return qreal(text.size()) * (bold ? 8 : 7); }, 18});
}

std::shared_ptr<const schema::Database> shop()
{
    return std::make_shared<const schema::Database>(test::shopSchema());
}

QString told(const Neighbourhood& picture)
{
    QStringList lines {picture.sentence()};
    for (const Neighbourhood::Edge& edge : picture.edges)
        lines << QStringLiteral("%1 > %2: %3%4")
                     .arg(picture.boxes.at(edge.from).table.name, picture.boxes.at(edge.to).table.name,
                         edge.columns, edge.isIndexed ? QString() : QStringLiteral(" !"));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

void NeighbourhoodTest::pictures_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("expected");
    QTest::newRow("both sides") << "orders"
                                << "public.orders: 1 on the left refer to it, it refers to 1 on the right.\n"
                                   "order_line > orders: order_id → id\n"
                                   "orders > customer: customer_id → id";
    QTest::newRow("to itself") << "product"
                               << "public.product: 1 on the left refer to it, it refers to 0 on the right.\n"
                                  "order_line > product: product_id → id !\n"
                                  "product > product: parent_id → id !";
    QTest::newRow("two parents")
        << "order_line"
        << "public.order_line: 0 on the left refer to it, it refers to 2 on the right.\n"
           "order_line > orders: order_id → id\n"
           "order_line > product: product_id → id !";
    QTest::newRow("alone") << "we;ird\" täble name"
                           << "public.we;ird\" täble name: no foreign key leaves it or leads to it.";
}

void NeighbourhoodTest::pictures()
{
    QFETCH(QString, table);
    QFETCH(QString, expected);
    const schema::Database database = test::shopSchema();
    QCOMPARE(told(pictureOf(database, named(qPrintable(table)))), expected);
}

void NeighbourhoodTest::boxesDoNotOverlap_data()
{
    QTest::addColumn<QString>("table");
    for (const schema::Table& table : test::shopSchema().tables) {
        if (table.name.schema == QStringLiteral("public"))
            QTest::newRow(qPrintable(table.name.name)) << table.name.name;
    }
}

void NeighbourhoodTest::boxesDoNotOverlap()
{
    QFETCH(QString, table);
    const schema::Database database = test::shopSchema();
    const Neighbourhood picture = pictureOf(database, {QStringLiteral("public"), table});
    const QRectF all(QPointF(0, 0), picture.size);
    for (int i = 0; i < picture.boxes.size(); ++i) {
        QVERIFY(all.contains(picture.boxes.at(i).place));
        for (int j = i + 1; j < picture.boxes.size(); ++j)
            QVERIFY(!picture.boxes.at(i).place.intersects(picture.boxes.at(j).place));
    }
}

void NeighbourhoodTest::manyNeighboursAreLimited()
{
    // Every table refers to the first one.
    const auto database = test::manyTables(100);
    const Neighbourhood picture = pictureOf(*database, database->tables.first().name);
    QCOMPARE(picture.boxes.size(), 25);
    QCOMPARE(picture.notDrawn, 75);
    QCOMPARE(picture.left, 24);
}

void NeighbourhoodTest::tableThatIsNotThere()
{
    schema::Database database = test::shopSchema();
    database.tables.removeIf(
        [](const schema::Table& one) { return one.name.name == QStringLiteral("customer"); });
    const Neighbourhood picture = pictureOf(database, named("orders"));
    QVERIFY(picture.boxes.last().isMissing);
    QCOMPARE(picture.boxes.last().table.name, QStringLiteral("customer"));
}

void NeighbourhoodTest::walkByKeyboard()
{
    ui::NeighbourhoodView view;
    view.resize(300, 200); // smaller than the picture
    view.show(shop(), named("orders"));
    QSignalSpy requested(&view, &ui::NeighbourhoodView::tableRequested);
    QTest::keyClick(&view, Qt::Key_Right);
    QCOMPARE(view.neighbourhood().boxes.at(view.current()).table.name, QStringLiteral("customer"));
    QCOMPARE(view.neighbourhood().boxSentence(view.current()),
        QStringLiteral("public.customer, referred to by public.orders by customer_id → id"));
    QTest::keyClick(&view, Qt::Key_Right);
    QCOMPARE(view.neighbourhood().boxes.at(view.current()).table.name, QStringLiteral("customer"));
    QTest::keyClick(&view, Qt::Key_Left);
    QCOMPARE(view.current(), 0);
    QTest::keyClick(&view, Qt::Key_Left);
    QCOMPARE(view.neighbourhood().boxes.at(view.current()).table.name, QStringLiteral("order_line"));
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(requested.size(), 1);
    QCOMPARE(requested.first().first().value<schema::ObjectId>().name.name, QStringLiteral("order_line"));
    // The table itself is here already.
    QTest::keyClick(&view, Qt::Key_Home);
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(requested.size(), 1);
    QCOMPARE(view.accessibleName(), QStringLiteral("Diagram of public.orders"));
}

void NeighbourhoodTest::svg()
{
    ui::applyTheme(*qApp, ui::ThemeChoice::Dark);
    schema::Database database = test::shopSchema();
    for (schema::Table& table : database.tables) {
        if (table.name.name == QStringLiteral("orders"))
            table.columns.last().name = QStringLiteral("a<b>&\"c\" ü");
    }
    ui::NeighbourhoodView view;
    view.show(std::make_shared<const schema::Database>(database), named("orders"));
    const QByteArray svg = view.toSvg();
    QSvgRenderer renderer(svg);
    QVERIFY(renderer.isValid());
    QCOMPARE(renderer.viewBox().size(), view.neighbourhood().size.toSize());
    QXmlStreamReader reader(svg);
    QString texts;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isCharacters())
            texts += reader.text().toString();
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QVERIFY(texts.contains(QStringLiteral("public.order_line")));
    QVERIFY(texts.contains(QStringLiteral("a<b>&\"c\" ü")));
    // Documents are white, whatever the window looks like.
    QImage image(renderer.viewBox().size(), QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    renderer.render(&painter);
    painter.end();
    QVERIFY(image.pixelColor(2, 2).lightness() > 240);
    ui::applyTheme(*qApp, ui::ThemeChoice::Light);
}

QTEST_MAIN(NeighbourhoodTest)
#include "tst_neighbourhood.moc"
