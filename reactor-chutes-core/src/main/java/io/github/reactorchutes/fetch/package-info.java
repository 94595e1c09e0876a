/**
 * Fetching an image of the internet on this side, for those who ask for it; knows no client and no token.
 */
@NullMarked
package io.github.reactorchutes.fetch;

import org.jspecify.annotations.NullMarked;
