package io.github.reactorchutes.fetch;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes exactly the checked addresses to the connect, so that a second look-up cannot return a different one. A host
 * with a single refused address is refused entirely.
 */
final class GuardedResolver extends AbstractAddressResolver<InetSocketAddress> {

    private final AddressResolver<?> lookup;

    private final AddressRule rule;

    GuardedResolver(EventExecutor executor, AddressResolver<?> lookup, AddressRule rule) {
        super(executor, InetSocketAddress.class);
        this.lookup = lookup;
        this.rule = rule;
    }

    /**
     * A resolved address would be connected to without a check, and a literal address counts as resolved from the
     * start.
     */
    @Override
    protected boolean doIsResolved(InetSocketAddress address) {
        return false;
    }

    @Override
    protected void doResolve(InetSocketAddress host, Promise<InetSocketAddress> promise) {
        Future<List<InetSocketAddress>> all = resolveAll(host);
        all.addListener(done -> {
            if (done.isSuccess()) {
                promise.trySuccess(all.getNow().get(0));
            } else {
                promise.tryFailure(done.cause());
            }
        });
    }

    @Override
    protected void doResolveAll(InetSocketAddress host, Promise<List<InetSocketAddress>> promise) {
        Future<? extends List<? extends SocketAddress>> found = lookup.resolveAll(host);
        found.addListener(done -> {
            if (done.isSuccess()) {
                settle(found.getNow(), promise);
            } else {
                promise.tryFailure(done.cause());
            }
        });
    }

    private void settle(List<? extends SocketAddress> found, Promise<List<InetSocketAddress>> promise) {
        try {
            promise.trySuccess(check(found));
        } catch (IOException | RuntimeException refused) {
            promise.tryFailure(refused);
        }
    }

    private List<InetSocketAddress> check(List<? extends SocketAddress> found) throws IOException {
        if (found.isEmpty()) {
            throw new UnknownHostException("its name has no address");
        }
        List<InetSocketAddress> checked = new ArrayList<>(found.size());
        for (SocketAddress each : found) {
            InetAddress address = each instanceof InetSocketAddress internet ? internet.getAddress() : null;
            String problem = address == null ? "the host has no IP address" : rule.problem(address);
            if (problem != null) {
                throw new RefusedAddressException(problem);
            }
            checked.add((InetSocketAddress) each);
        }
        return checked;
    }
}
