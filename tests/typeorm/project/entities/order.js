// SPDX-License-Identifier: GPL-3.0-or-later
const { EntitySchema } = require('typeorm');

module.exports = new EntitySchema({
    name: 'Order',
    tableName: 'orders',
    columns: {
        id: { type: 'int', primary: true, generated: true },
        status: { type: 'enum', enum: ['new', 'paid', 'sent'], default: 'new' },
        total: { type: 'numeric', precision: 10, scale: 2 },
    },
    relations: {
        user: { type: 'many-to-one', target: 'User', nullable: false, onDelete: 'CASCADE' },
    },
    indices: [{ columns: ['status'] }],
});
