/** Holds the documents to the code. */
@NullMarked
package io.github.reactorchutes.docs;

import org.jspecify.annotations.NullMarked;
