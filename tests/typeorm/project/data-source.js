// SPDX-License-Identifier: GPL-3.0-or-later
// The connection as such projects have it: nothing in it knows of Strandline.
require('reflect-metadata');
const { DataSource } = require('typeorm');

module.exports = new DataSource({
    type: 'postgres',
    host: process.env.DB_HOST,
    port: Number(process.env.DB_PORT),
    username: process.env.DB_USER,
    password: process.env.DB_PASS,
    database: process.env.DB_NAME,
    entities: [__dirname + '/entities/*.js'],
});
