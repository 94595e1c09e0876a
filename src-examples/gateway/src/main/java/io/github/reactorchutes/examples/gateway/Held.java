package io.github.reactorchutes.examples.gateway;

import reactor.core.Disposable;

/**
 * What one request of a visitor holds.
 *
 * @param permit the visitor's permit, until the generation is settled
 * @param upload the stored bytes, until the job has them
 */
record Held(Disposable permit, Disposable.Composite upload) implements Disposable {

    @Override
    public void dispose() {
        upload.dispose();
        permit.dispose();
    }
}
