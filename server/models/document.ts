// A PDF, known by the fingerprint of its content.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class Document extends Model<InferAttributes<Document>, InferCreationAttributes<Document>> {
  declare sha256: string;
  declare bytes: number;
  declare createdAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    Document.init({
      sha256: { type: DataTypes.TEXT, primaryKey: true },
      bytes: DataTypes.INTEGER,
      createdAt: DataTypes.DATE,
    }, { sequelize, tableName: 'documents', updatedAt: false });
  }
}
