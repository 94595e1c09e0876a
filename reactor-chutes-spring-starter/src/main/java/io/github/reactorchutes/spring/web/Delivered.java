package io.github.reactorchutes.spring.web;

/** The result of a request whose response is complete, so that no other handler adds to it. */
enum Delivered {
    INSTANCE
}
