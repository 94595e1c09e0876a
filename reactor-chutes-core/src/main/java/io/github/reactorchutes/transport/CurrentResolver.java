package io.github.reactorchutes.transport;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.SocketAddress;
import java.util.function.Supplier;

/** Whichever resolver is the global one when a name is to be resolved; it goes when the global event loops do. */
final class CurrentResolver extends AddressResolverGroup<SocketAddress> {

    private final Supplier<AddressResolverGroup<?>> current;

    CurrentResolver(Supplier<AddressResolverGroup<?>> current) {
        this.current = current;
    }

    @Override
    @SuppressWarnings("unchecked") // the one type of address that Netty connects by
    public AddressResolver<SocketAddress> getResolver(EventExecutor executor) {
        return (AddressResolver<SocketAddress>) current.get().getResolver(executor);
    }

    @Override
    protected AddressResolver<SocketAddress> newResolver(EventExecutor executor) {
        return getResolver(executor);
    }
}
