/// Imports and pictures of millions of records are mostly small pieces of memory that one thread makes and another
/// lets go: there the system's allocator costs a third of the time.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    mocgioi::app::run()
}
