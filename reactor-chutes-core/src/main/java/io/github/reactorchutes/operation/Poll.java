package io.github.reactorchutes.operation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one poll found, and how long the server asks to wait for the next. */
record Poll(Operation operation, @Nullable Duration retryAfter) {}
