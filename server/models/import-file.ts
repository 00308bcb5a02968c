// A PDF received for an import, before any invoice points to it.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class ImportFile extends Model<InferAttributes<ImportFile>, InferCreationAttributes<ImportFile>> {
  declare batchId: string;
  declare name: string;
  /** Null when the file is no PDF: it is remembered so that its line says so. */
  declare sha256: CreationOptional<string | null>;
  declare bytes: number;

  static define(sequelize: Sequelize): void {
    ImportFile.init({
      batchId: { type: DataTypes.TEXT, primaryKey: true },
      name: { type: DataTypes.TEXT, primaryKey: true },
      sha256: DataTypes.TEXT,
      bytes: DataTypes.INTEGER,
    }, { sequelize, tableName: 'import_files', timestamps: false });
  }
}
