#if canImport(SwiftUI)
    import SwiftUI
    import VeniceKeys

    /// The account's keys, with a swipe to delete.
    public struct KeysScreen: View {
        @State private var model: KeysModel

        public init(client: Client) {
            _model = State(initialValue: KeysModel(client: client))
        }

        public var body: some View {
            List(model.keys) { key in
                VStack(alignment: .leading) {
                    Text(key.description ?? "–")
                    Text("…\(key.last6Chars ?? "")").font(.caption.monospaced())
                }
                .swipeActions {
                    Button("Delete", role: .destructive) { Task { await model.delete(key) } }
                }
            }
            .overlay { if model.isBusy { ProgressView() } }
            .safeAreaInset(edge: .bottom) {
                if let problem = model.problem { Text(problem).foregroundStyle(.red) }
            }
            .task { await model.load() }
        }
    }
#endif
