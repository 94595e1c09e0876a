package io.github.reactorchutes.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.netty.http.HttpResources;
import reactor.netty.transport.NameResolverProvider.NameResolverSpec;

/** A host with one address of each family, of which one does not work. */
class AddressResolversTests {

    private static final byte[] VIDEO = Videos.ofSize(1000);

    private static final int A = 1;

    private static final int AAAA = 28;

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    /** The address of the preferred family rejects connections; Reactor Netty's default would try only that one. */
    @Test
    void getOverAFamilyThatDoesNotWork() throws IOException {
        try (DatagramSocket dns = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                RawServer server = RawServer.startPlain(connection -> {
                    connection.readRequest();
                    connection.write(Heads.video(VIDEO.length)).write(VIDEO);
                    connection.awaitClientClose();
                });
                AddressResolvers resolvers = new AddressResolvers(HttpResources::get, true, spec -> use(spec, dns))) {
            new Thread(() -> answerAll(dns), "dns").start();
            ChutesClient client = clients.client(
                    URI.create("http://both.example:" + server.port()),
                    builder -> builder.allowInsecureHttp(true).httpClient(http -> http.resolver(resolvers)));

            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
        }
    }

    private static void use(NameResolverSpec spec, DatagramSocket dns) {
        spec.resolvedAddressTypes(ResolvedAddressTypes.IPV6_PREFERRED);
        spec.dnsAddressResolverGroupProvider(builder -> group(builder, dns));
    }

    private static DnsAddressResolverGroup group(DnsNameResolverBuilder builder, DatagramSocket dns) {
        return new DnsAddressResolverGroup(builder.nameServerProvider(new SingletonDnsServerAddressStreamProvider(
                new InetSocketAddress(dns.getLocalAddress(), dns.getLocalPort()))));
    }

    private static void answerAll(DatagramSocket dns) {
        byte[] buffer = new byte[1500];
        while (!dns.isClosed()) {
            try {
                DatagramPacket query = new DatagramPacket(buffer, buffer.length);
                dns.receive(query);
                byte[] answer = answer(Arrays.copyOf(buffer, query.getLength()));
                dns.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** A loopback address of the given family. */
    private static byte[] answer(byte[] query) throws IOException {
        int end = 12;
        while (query[end] != 0) {
            end += query[end] + 1;
        }
        int type = query[end + 2];
        byte[] address =
                InetAddress.getByName(type == AAAA ? "::1" : "127.0.0.1").getAddress();
        ByteBuffer answer = ByteBuffer.allocate(512)
                .put(query, 0, 2)
                .putShort((short) 0x8180)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(0)
                .put(query, 12, end + 5 - 12)
                .putShort((short) 0xc00c)
                .putShort((short) (type == AAAA ? AAAA : A))
                .putShort((short) 1)
                .putInt(60)
                .putShort((short) address.length)
                .put(address);
        return Arrays.copyOf(answer.array(), answer.position());
    }
}
