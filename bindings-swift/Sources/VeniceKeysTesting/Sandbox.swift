#if os(macOS) || os(Linux)
    import Foundation
    import VeniceKeys

    /// A server on this machine that stands in for Venice in tests. It runs until ``close()``,
    /// until this is released, or until this process ends, however that happens.
    ///
    /// It is the program `venice-keys-sandbox`, which must be installed: `VENICE_KEYS_SANDBOX` says
    /// where it is, else it is looked for on the PATH. `cargo install venice-keys-sandbox`,
    /// `pip install venice-keys-sandbox` and `npm install venice-keys-sandbox` all bring it.
    public final class Sandbox: Sendable {
        /// How a sandbox is started.
        public struct Options: Sendable {
            /// The certificate to serve TLS with, by what is wrong with it.
            public enum Certificate: String, Sendable {
                case valid
                case expired
                case otherHost = "other-host"
                case selfSigned = "self-signed"
            }

            /// The generation of wallet challenges: `jwt` or `siwe`.
            public var web3: String
            /// How many seconds a minute of the server's lasts.
            public var minute: Double
            /// Serve TLS, with this certificate.
            public var tls: Certificate?
            /// The program to start, if not the installed one.
            public var program: String?

            /// Options. Omitted options use their defaults.
            public init(
                web3: String = "jwt", minute: Double = 60, tls: Certificate? = nil,
                program: String? = nil
            ) {
                self.web3 = web3
                self.minute = minute
                self.tls = tls
                self.program = program
            }

            fileprivate var commandLine: [String] {
                ["--until-stdin-closes", "--web3", web3, "--minute", "\(minute)"]
                    + (tls.map { ["--tls-cert", $0.rawValue] } ?? [])
            }
        }

        /// Where the API is.
        public let baseURL: String
        /// Where the control API is.
        public let controlURL: String
        /// An ADMIN key that is there from the start.
        public let adminKey: String
        /// An INFERENCE key that is there from the start.
        public let inferenceKey: String
        /// A wallet with staked VVV.
        public let stakedPrivateKey: String
        /// Its address.
        public let stakedAddress: String
        /// A wallet without staked VVV.
        public let unstakedPrivateKey: String
        /// Its address.
        public let unstakedAddress: String
        /// The CA to trust, where the sandbox was started with TLS.
        public let caFile: String?

        private let process: Process
        private let input: Pipe

        /// The process that serves.
        public var processIdentifier: Int32 { process.processIdentifier }

        /// Starts one, which takes a few milliseconds.
        ///
        /// - Throws: ``SandboxError`` if the program can't be found or started.
        public static func start(_ options: Options = Options()) async throws -> Sandbox {
            try await offTheCallersThread { try Sandbox(options) }
        }

        private init(_ options: Options) throws {
            let program = try options.program ?? findProgram()
            let (input, output) = (Pipe(), Pipe())
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = options.commandLine
            process.standardInput = input
            process.standardOutput = output
            do {
                try process.run()
            } catch {
                throw SandboxError("\(program) couldn't be started: \(error)")
            }
            let line = firstLine(output.fileHandleForReading)
            guard let ready = try? JSONDecoder().decode([String: String].self, from: line) else {
                throw SandboxError("\(program) ended before it listened")
            }
            func word(_ name: String) throws -> String {
                guard let word = ready[name] else {
                    throw SandboxError("\(program) reported no \(name)")
                }
                return word
            }
            baseURL = try word("base_url")
            controlURL = try word("control_url")
            adminKey = try word("admin_key")
            inferenceKey = try word("inference_key")
            stakedPrivateKey = try word("staked_private_key")
            stakedAddress = try word("staked_address")
            unstakedPrivateKey = try word("unstaked_private_key")
            unstakedAddress = try word("unstaked_address")
            caFile = ready["ca_file"]
            self.process = process
            self.input = input
        }

        deinit {
            // Not waited for: that would block one of Swift's few threads.
            hangUp()
        }

        /// Closes our end of its standard input, which ends it. A signal may not: Swift's threads
        /// block signals, and so does a program that is started from one.
        private func hangUp() {
            try? input.fileHandleForWriting.close()
        }

        /// Ends it, and waits until it has ended. May be called again.
        public func close() async {
            hangUp()
            let process = processIdentifier
            try? await offTheCallersThread { waitForEnd(of: process) }
        }

        /// A client of this sandbox with its ADMIN key.
        ///
        /// - Parameter configure: Changes the configuration: a timeout, for example.
        public func client(
            _ configure: (inout Client.Configuration) -> Void = { _ in }
        ) throws -> Client {
            var configuration = Client.Configuration(baseURL: baseURL, caFile: caFile)
            configure(&configuration)
            return try Client(apiKey: adminKey, configuration: configuration)
        }
    }

    /// The sandbox couldn't be started, or refused a request; the text says why.
    public struct SandboxError: Error, CustomStringConvertible {
        /// What went wrong.
        public let description: String

        init(_ description: String) { self.description = description }
    }

    /// The path of `venice-keys-sandbox`: what `VENICE_KEYS_SANDBOX` names, else one on the PATH.
    ///
    /// - Throws: ``SandboxError`` if there is none.
    public func findProgram() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        if let chosen = environment["VENICE_KEYS_SANDBOX"] { return chosen }
        for folder in (environment["PATH"] ?? "").split(separator: ":") {
            let program = "\(folder)/venice-keys-sandbox"
            if FileManager.default.isExecutableFile(atPath: program) { return program }
        }
        throw SandboxError(
            "venice-keys-sandbox is not on the PATH. Install it (`cargo install "
                + "venice-keys-sandbox`, or from PyPI or npm), or name it in VENICE_KEYS_SANDBOX")
    }

    /// Waits for a process of ours that should be ending. It may not know: another one that was
    /// started at the same moment can hold its standard input open, too. Then it is killed.
    private func waitForEnd(of process: Int32) {
        var tries = 0
        while true {
            var how = siginfo_t()
            // Only a look: Foundation collects the process, whose own wait can be held up as well.
            let asked = waitid(P_PID, id_t(process), &how, WEXITED | WNOWAIT | WNOHANG)
            if asked == 0 ? how.si_signo != 0 : errno != EINTR { return }
            tries += 1
            if tries == 100 { kill(process, SIGKILL) }
            usleep(10_000)
        }
    }

    /// The ready line, or what was written before the program ended.
    private func firstLine(_ file: FileHandle) -> Data {
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let more = file.availableData
            if more.isEmpty { break }
            line.append(more)
        }
        return line
    }

    /// Runs blocking work on a thread of its own: Swift has few.
    func offTheCallersThread<T: Sendable>(
        _ work: @escaping @Sendable () throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
        }
    }
#endif
