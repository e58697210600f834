-- Wish lists, from a branch that is not merged yet.
CREATE TABLE wishlists (
    user_id INTEGER NOT NULL REFERENCES users (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    PRIMARY KEY (user_id, product_id)
);
