fn main() -> std::process::ExitCode {
    mocgioi::app::run()
}
