/**
 * What to generate: the validated requests, the images they carry, and the endpoints and bodies they turn into.
 */
@NullMarked
package io.github.reactorchutes.request;

import org.jspecify.annotations.NullMarked;
