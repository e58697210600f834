// SPDX-License-Identifier: GPL-3.0-or-later
const { EntitySchema } = require('typeorm');

module.exports = new EntitySchema({
    name: 'User',
    tableName: 'users',
    columns: {
        id: { type: 'int', primary: true, generated: true },
        email: { type: 'varchar', length: 320, unique: true },
        name: { type: 'varchar', nullable: true },
        createdAt: { type: 'timestamp with time zone', createDate: true },
        // new columns go here
    },
});
